package io.auscult.app.summary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an output can show. Immutable.
 *
 * @param isTerminal whether a person looks at it
 * @param hasColours whether colours are wanted there
 */
public record Terminal(boolean isTerminal, boolean hasColours) {
    public static final int WIDTH = 80; // columns, what every terminal has

    /** @param descriptor 1 for standard output, 2 for standard error */
    public static Terminal of(int descriptor, Map<String, String> environment) {
        boolean isTerminal = isTerminal(descriptor);
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(isTerminal, isTerminal && wanted);
    }

    /** java.io.Console only knows whether both input and output are one; the system knows each. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    public String bold(String text) {
        return paint("1", text);
    }

    public String dim(String text) {
        return paint("2", text);
    }

    /** @param code of ECMA-48's SGR, such as 31 */
    public String paint(String code, String text) {
        return hasColours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
