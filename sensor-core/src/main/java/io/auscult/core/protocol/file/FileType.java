package io.auscult.core.protocol.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Type of a file by its first bytes, in Zeek's names: {@code file-types.tsv} first, then text ({@link TextType}). Immutable, any thread; allocates
 * nothing. Costs one pass over the patterns that begin with the file's first byte, and a few more.
 */
final class FileType {
    private static final List<Pattern>[] BY_FIRST = load();
    private static final int ANY = 256; // patterns that do not fix the first byte
    private static final byte[] OCSP_REQUEST = {0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A};
    private static final byte[] OCSP_RESPONSE = {0x06, 0x09, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01};
    private static final byte[] META_INF = "META-INF".getBytes(StandardCharsets.US_ASCII);
    private static final String OOXML = "application/vnd.openxmlformats-officedocument";

    /** Bytes at a place; -1 for any byte. */
    private record Pattern(int offset, short[] bytes, String type) {
        boolean fits(byte[] head, int length) {
            if (offset + bytes.length > length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] >= 0 && (head[offset + i] & 0xFF) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private FileType() {}

    /** The type, or null when these bytes are not telling. */
    static @Nullable String of(byte[] head, int length) {
        if (length == 0) {
            return null;
        }
        String type = find(BY_FIRST[head[0] & 0xFF], head, length);
        if (type == null) {
            type = find(BY_FIRST[ANY], head, length);
        }
        if (type == null) {
            type = ocsp(head, length);
        }
        if (type == null) {
            return TextType.of(head, length);
        }
        return head[0] == 'P' && type.length() <= OOXML.length() ? office(head, length, type) : type;
    }

    private static @Nullable String find(List<Pattern> patterns, byte[] head, int length) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).fits(head, length)) {
                return patterns.get(i).type();
            }
        }
        return null;
    }

    /** The object identifiers near the begin of OCSP messages, RFC 6960 section 4. */
    private static @Nullable String ocsp(byte[] head, int length) {
        if (head[0] != 0x30) {
            return null;
        }
        for (int at = 11; at <= 19; at++) {
            if (isAt(head, length, at, OCSP_REQUEST)) {
                return "application/ocsp-request";
            }
            if (isAt(head, length, at, OCSP_RESPONSE)) {
                return "application/ocsp-response";
            }
        }
        return null;
    }

    private static boolean isAt(byte[] head, int length, int at, byte[] expected) {
        return at + expected.length <= length
                && Arrays.equals(head, at, at + expected.length, expected, 0, expected.length);
    }

    /** Which office document an archive is, by the folders in it. */
    private static String office(byte[] head, int length, String otherwise) {
        for (int at = 0; at + 34 < length; at++) {
            if (head[at] == 'P' && head[at + 1] == 'K' && head[at + 2] == 3 && head[at + 3] == 4) {
                if (head[at + 30] == 'w' && head[at + 31] == 'o' && head[at + 32] == 'r' && head[at + 34] == '/') {
                    return OOXML + ".wordprocessingml.document";
                } else if (head[at + 30] == 'x' && head[at + 31] == 'l' && head[at + 32] == '/') {
                    return OOXML + ".spreadsheetml.sheet";
                } else if (head[at + 30] == 'p'
                        && head[at + 31] == 'p'
                        && head[at + 32] == 't'
                        && head[at + 33] == '/') {
                    return OOXML + ".presentationml.presentation";
                } else if (at == 0 && isAt(head, length, 30, META_INF)) {
                    return "application/java-archive";
                }
            }
        }
        return otherwise;
    }

    private static List<Pattern>[] load() {
        @SuppressWarnings("unchecked") // arrays of lists cannot be made otherwise
        List<Pattern>[] all = new List[257];
        Arrays.setAll(all, i -> new ArrayList<>());
        for (String line : lines("file-types.tsv")) {
            String[] parts = line.split("\t", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException(
                        "file-types.tsv: " + line + " (expected: offset TAB pattern TAB type)");
            }
            Pattern pattern = new Pattern(Integer.parseInt(parts[0]), bytes(parts[1]), parts[2]);
            all[pattern.offset == 0 && pattern.bytes[0] >= 0 ? pattern.bytes[0] : 256].add(pattern);
        }
        return all;
    }

    private static short[] bytes(String pattern) {
        short[] bytes = new short[pattern.length()];
        int count = 0;
        for (int at = 0; at < pattern.length(); ) {
            char c = pattern.charAt(at);
            if (c == ' ') {
                at++;
            } else if (c == '\'') {
                int end = pattern.indexOf('\'', at + 1);
                for (int i = at + 1; i < end; i++) {
                    bytes[count++] = (short) pattern.charAt(i);
                }
                at = end + 1;
            } else {
                bytes[count++] = c == '?' ? -1 : (short) Integer.parseInt(pattern.substring(at, at + 2), 16);
                at += 2;
            }
        }
        return Arrays.copyOf(bytes, count);
    }

    /** Lines of a data file that are no comments. */
    static List<String> lines(String file) {
        try (InputStream in = FileType.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + file + " (expected: beside " + FileType.class + ")");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
