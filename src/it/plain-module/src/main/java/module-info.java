module app {
    requires io.runpod.logback;
    requires org.slf4j;

    opens app to
            tools.jackson.databind;
}
