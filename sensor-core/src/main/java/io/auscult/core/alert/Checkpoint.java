package io.auscult.core.alert;

import io.auscult.core.disk.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How far a receiver is known to have everything. Immutable. Kept in a small file of its own that is replaced as a whole, so that
 * a crash leaves the old one or the new one.
 *
 * @param index of the last alert in the journal that was acknowledged
 * @param receiver who acknowledged it, one line
 * @param position how far in the receiver's own terms
 */
public record Checkpoint(long index, String receiver, long position) {
    private static final String FORM = "auscult checkpoint 1";
    private static final int MAX_LENGTH = 1 << 16; // bytes of a file that is looked at

    void write(Path file) throws IOException {
        String body = FORM + "\nindex " + Long.toHexString(index) + "\nposition " + position + "\nreceiver " + receiver
                + "\n";
        byte[] bytes = (body + "check " + check(body) + "\n").getBytes(StandardCharsets.UTF_8);
        WholeFile.replace(file, bytes);
    }

    /** Null when there is none, or what is there was not written by us. */
    static @Nullable Checkpoint read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_LENGTH) {
            return null;
        }
        String[] lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != 6 || !lines[0].equals(FORM)) {
            return null;
        }
        String body = lines[0] + "\n" + lines[1] + "\n" + lines[2] + "\n" + lines[3] + "\n";
        if (!lines[4].equals("check " + check(body))) {
            return null;
        }
        try {
            return new Checkpoint(
                    Long.parseUnsignedLong(after("index ", lines[1]), 16),
                    after("receiver ", lines[3]),
                    Long.parseLong(after("position ", lines[2])));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String after(String name, String line) {
        if (!line.startsWith(name)) {
            throw new IllegalArgumentException(line);
        }
        return line.substring(name.length());
    }

    private static String check(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
