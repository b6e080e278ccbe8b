package io.runpod.logback;

/**
 * Throws an exception of the application unchanged, checked or not, from a method that declares none. Public methods do
 * not declare it as a type parameter, because Kotlin, which has no checked exceptions, could not infer that.
 */
final class Rethrow {

    private Rethrow() {}

    /** Throws the problem. Callers write {@code throw asIs(problem)}: the compiler then knows that they end there. */
    static RuntimeException asIs(Throwable problem) {
        throw Rethrow.<RuntimeException>unchecked(problem);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable problem) throws E {
        throw (E) problem;
    }

    /** Adds a second exception to the first, unless it is the same object, which the JDK refuses. */
    static void suppress(Throwable first, Throwable second) {
        if (first != second) {
            first.addSuppressed(second);
        }
    }
}
