package io.runpod.logback;

import ch.qos.logback.core.PropertyDefinerBase;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Defines a variable of a {@code logback.xml} with a directory for log files: {@code logs} on the network volume if one
 * is mounted, else {@code logs} in the working directory.
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

    private String volume = "/runpod-volume";

    /** Creates a definer that looks for the volume where RunPod mounts it. */
    public RunPodLogDirectory() {}

    /**
     * Sets where the network volume is mounted.
     *
     * @param path a directory; default: {@code /runpod-volume}. It is not used if it is missing or not writable
     */
    public void setVolume(String path) {
        volume = path;
    }

    /**
     * Returns the directory.
     *
     * @return a path; the directory may not exist yet
     */
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
        return DIRECTORY;
    }
}
