package io.auscult.core.protocol.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Unique identifiers that DICOM negotiates and their names, PS3.6 annex A, from the file beside this class. Immutable, any thread. */
final class UidNames {
    static final UidNames ALL = new UidNames("uids.tsv");

    private static final int UNUSED = -1;

    private final byte[][] uids;
    private final String[] texts;
    private final String[] names;
    private final int[] slots; // open addressing, at most half full

    private UidNames(String file) {
        List<String> lines = lines(file);
        int count = lines.size();
        uids = new byte[count][];
        texts = new String[count];
        names = new String[count];
        slots = new int[Integer.highestOneBit(Math.max(count, 1)) << 2];
        Arrays.fill(slots, UNUSED);
        for (int i = 0; i < count; i++) {
            int tab = lines.get(i).indexOf('\t');
            texts[i] = lines.get(i).substring(0, tab);
            names[i] = lines.get(i).substring(tab + 1);
            uids[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
            int slot = hash(uids[i], 0, uids[i].length) & slots.length - 1;
            while (slots[slot] != UNUSED) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i;
        }
    }

    private static List<String> lines(String file) {
        try (InputStream in = UidNames.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: " + file + " (expected: beside " + UidNames.class.getName() + ")");
            }
            List<String> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && line.charAt(0) != '#') {
                    lines.add(line);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return uids.length;
    }

    /** Index of the identifier, or -1. */
    int index(byte[] bytes, int offset, int length) {
        int slot = hash(bytes, offset, length) & slots.length - 1;
        while (slots[slot] != UNUSED) {
            byte[] uid = uids[slots[slot]];
            if (Arrays.equals(uid, 0, uid.length, bytes, offset, offset + length)) {
                return slots[slot];
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    String uid(int index) {
        return texts[index];
    }

    String name(int index) {
        return names[index];
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
