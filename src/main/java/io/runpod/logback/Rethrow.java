package io.runpod.logback;

/**
 * Throws what the application threw as it is, checked or not. No method here has a type parameter for it: Kotlin, which
 * has no checked exceptions, could not infer one.
 */
final class Rethrow {

    private Rethrow() {}

    /** Never returns; the caller throws what it is said to return, so that the compiler knows. */
    static RuntimeException asIs(Throwable problem) {
        throw Rethrow.<RuntimeException>unchecked(problem);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable problem) throws E {
        throw (E) problem;
    }
}
