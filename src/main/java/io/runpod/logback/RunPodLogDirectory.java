package io.runpod.logback;

import ch.qos.logback.core.PropertyDefinerBase;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Defines a variable of a {@code logback.xml} with a directory for log files: the directory {@code logs} on the network
 * volume, in the working directory or in the directory for temporary files; of these, the first that can be written. If
 * none can be written, file appenders do not work, and each problem is one line on standard error, instead of Logback's
 * whole status.
 *
 * <pre>{@code
 * <define name="LOG_DIR" class="io.runpod.logback.RunPodLogDirectory">
 *   <volume>/runpod-volume</volume>
 * </define>
 * }</pre>
 *
 * @since 0.1
 */
public final class RunPodLogDirectory extends PropertyDefinerBase {

    private static final String DIRECTORY = "logs";

    private final Path working;
    private final Path temporary;
    private String volume = "/runpod-volume";

    /** Creates a definer that looks for the volume where RunPod mounts it. */
    public RunPodLogDirectory() {
        this(Path.of(""), Path.of(System.getProperty("java.io.tmpdir", "")));
    }

    RunPodLogDirectory(Path working, Path temporary) {
        this.working = working;
        this.temporary = temporary;
    }

    /**
     * Sets where the network volume is mounted.
     *
     * @param path a directory; default: {@code /runpod-volume}. Not used if it is missing or not writable
     */
    public void setVolume(String path) {
        volume = path;
    }

    /** Returns the path of the directory, which may not exist yet. */
    @Override
    public String getPropertyValue() {
        try {
            Path mounted = Path.of(volume);
            if (Files.isDirectory(mounted) && Files.isWritable(mounted)) {
                return mounted.resolve(DIRECTORY).toString();
            }
        } catch (InvalidPathException notAPath) {
            addWarn("volume: \"" + volume + "\" is not a path. Going on with " + DIRECTORY + ".");
        }
        Path wanted = working.resolve(DIRECTORY);
        if (canBeWritten(wanted)) {
            return wanted.toString();
        }
        Path instead = temporary.resolve(DIRECTORY);
        if (canBeWritten(instead)) {
            addInfo(wanted.toAbsolutePath() + " cannot be written. Going on with " + instead + ".");
            return instead.toString();
        }
        if (getContext() != null) {
            getContext().getStatusManager().add(new ProblemLines());
        }
        return wanted.toString();
    }

    /** Returns whether a directory exists or can be created, and can be written. */
    private static boolean canBeWritten(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
    }

    /** Prints each problem of Logback in one line. Because there is a listener, Logback does not print its status. */
    private static final class ProblemLines implements StatusListener {

        private @Nullable String last;

        @Override
        public void addStatusEvent(Status status) {
            String problem =
                    String.valueOf(status.getThrowable() == null ? status.getMessage() : status.getThrowable());
            if (status.getLevel() >= Status.WARN && !problem.equals(last)) {
                last = problem;
                System.err.println("logback: " + problem.lines().findFirst().orElse(""));
            }
        }
    }
}
