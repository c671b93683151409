package io.auscult.core.protocol.smb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Names of NTSTATUS values, [MS-ERREF] section 2.3, without their prefix, as Zeek writes them. From a data file; immutable, any thread. */
public final class NtStatus {
    public static final int SUCCESS = 0;
    public static final int PENDING = 0x103;
    public static final int BUFFER_OVERFLOW = 0x8000_0005;
    public static final int INSUFF_SERVER_RESOURCES = 0xC000_0205;
    public static final int MORE_PROCESSING_REQUIRED = 0xC000_0016;

    private static final String FILE = "nt-status.tsv";
    private static final int[] CODES;
    private static final String[] NAMES;

    static {
        String[] lines = text().lines().filter(line -> line.startsWith("0x")).toArray(String[]::new);
        int[] codes = new int[lines.length];
        String[] names = new String[lines.length];
        for (int i = 0; i < lines.length; i++) {
            int tab = lines[i].indexOf('\t');
            codes[i] = Integer.parseUnsignedInt(lines[i], 2, tab, 16) ^ Integer.MIN_VALUE; // sorted as unsigned
            names[i] = lines[i].substring(tab + 1);
        }
        CODES = codes;
        NAMES = names;
    }

    private NtStatus() {}

    private static String text() {
        try (InputStream in = NtStatus.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + FILE + " (expected: beside " + NtStatus.class + ")");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name, or null. */
    public static @Nullable String name(int status) {
        int at = Arrays.binarySearch(CODES, status ^ Integer.MIN_VALUE);
        return at < 0 ? null : NAMES[at];
    }

    /** Whether the two highest bits say error. */
    public static boolean isError(int status) {
        return status >>> 30 == 3;
    }
}
