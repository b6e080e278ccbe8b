package io.runpod.logback.support;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;

/** Made-up secrets of every kind that is looked for, and the check that no part of one shows. */
public final class Secrets {

    /**
     * @param name what kind it is
     * @param before what announces it, readable
     * @param value what must not be seen
     * @param after what ends it, readable
     */
    public record Secret(String name, String before, String value, String after) {
        public String text() {
            return before + value + after;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static final Secret RUNPOD_KEY = new Secret("RunPod key", "", "rpa_Q7W2E9R4T1Y8U3I6O5P0Z9X8C7V6B5N4M3", "");
    public static final Secret BEARER =
            new Secret("bearer token", "Bearer ", "h7Gt5Fr4De3Sw2.Aq1-Zx9_Cv8+Bn7/Mk6=", "");
    public static final Secret AWS_KEY_ID = new Secret("AWS key id", "", "AKIAQ2W3E4R5T6Y7U8I9", "");
    public static final Secret AWS_SESSION_KEY_ID = new Secret("AWS session key id", "", "ASIAP0O9I8U7Y6T5R4E3", "");
    public static final Secret JWT = new Secret(
            "JWT", "", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqb2huLWRvZSJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "");
    public static final Secret URL_PASSWORD =
            new Secret("URL password", "https://", "admin:k8Jh6Gf4Ds2Aq1", "@db.example/path");
    public static final Secret API_KEY = new Secret("value of RUNPOD_API_KEY", "", "W5sQ1zXe3dCr4fV!t6gB*yH8", "");
    public static final Secret AI_API_KEY = new Secret("value of RUNPOD_AI_API_KEY", "", "p0lo9ik8uj7$yh6tg5rf4", "");
    public static final Secret ENDPOINT_SECRET =
            new Secret("value of RUNPOD_ENDPOINT_SECRET", "", "zq1xw2ce3vr4bt5ny6mu7,i8o9p0a1s2d3f4g5h6j7k8l9", "");

    public static final List<Secret> ALL = List.of(
            RUNPOD_KEY,
            BEARER,
            AWS_KEY_ID,
            AWS_SESSION_KEY_ID,
            JWT,
            URL_PASSWORD,
            API_KEY,
            AI_API_KEY,
            ENDPOINT_SECRET);

    /** The variables of a worker that holds the three given values. */
    public static final Map<String, String> VARIABLES = Map.of(
            "RUNPOD_API_KEY", API_KEY.value(),
            "RUNPOD_AI_API_KEY", AI_API_KEY.value(),
            "RUNPOD_ENDPOINT_SECRET", ENDPOINT_SECRET.value());

    private static final int LONGEST_SEEN = 7;

    private Secrets() {}

    /** No 8 characters in a row of the secret are in the output. */
    public static void assertHidden(Secret secret, String output, String place) {
        String value = secret.value();
        for (int i = 0; i + LONGEST_SEEN < value.length(); i++) {
            String part = value.substring(i, i + LONGEST_SEEN + 1);
            assertFalse(output.contains(part), () -> secret + ", " + place + ": " + part + " in " + output);
        }
    }
}
