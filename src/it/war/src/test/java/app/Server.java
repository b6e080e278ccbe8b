package app;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat that deploys two web applications again and again. Its own class path has no logging library. */
public final class Server {

    private Server() {}

    /**
     * Prints on standard error how many class loaders of undeployed applications are still in memory.
     *
     * @param args the folder of the web application, and how many times each is deployed
     */
    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir("target/tomcat");
        tomcat.setPort(0);
        tomcat.setAddDefaultWebXmlToWebapp(false);
        tomcat.getConnector();
        tomcat.start();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int round = 0; round < Integer.parseInt(args[1]); round++) {
            deployBoth(tomcat, args[0], round, loaders);
        }
        System.err.println("left: " + left(loaders));
        tomcat.stop();
        System.exit(0);
    }

    /** A method of its own, so that no variable of a waiting method refers to an application. */
    private static void deployBoth(Tomcat tomcat, String folder, int round, List<WeakReference<ClassLoader>> loaders)
            throws IOException {
        List<Context> deployed = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            deployed.add(tomcat.addWebapp("/" + name, folder));
        }
        for (Context context : deployed) {
            String path = context.getPath() + "/job?id=" + context.getPath().substring(1) + "-" + round;
            get("http://localhost:" + tomcat.getConnector().getLocalPort() + path);
            loaders.add(new WeakReference<>(context.getLoader().getClassLoader()));
        }
        for (Context context : deployed) {
            tomcat.getHost().removeChild(context);
        }
    }

    private static void get(String uri) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(uri).toURL().openConnection();
        if (connection.getResponseCode() != 200) {
            throw new IOException(uri + ": " + connection.getResponseCode());
        }
    }

    private static long left(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        long left = loaders.size();
        for (int i = 0; i < 50 && left > 0; i++) {
            System.gc();
            Thread.sleep(100);
            left = loaders.stream().filter(loader -> loader.get() != null).count();
        }
        return left;
    }
}
