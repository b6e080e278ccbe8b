package app;

import io.micronaut.runtime.Micronaut;

public class MicronautWorker {
    public static void main(String[] args) {
        Micronaut.build(args).banner(false).mainClass(MicronautWorker.class).start();
    }
}
