package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of the object identifiers in certificates, from the file beside this class; found by their bytes. Immutable after loading. */
final class ObjectIds {
    private record Named(byte[] id, String name) {}

    private static final @Nullable Named[] SLOTS = load();

    private ObjectIds() {}

    private static @Nullable Named[] load() {
        List<Named> all = new ArrayList<>();
        try (InputStream in = ObjectIds.class.getResourceAsStream("oids.tsv")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: oids.tsv (expected: beside " + ObjectIds.class.getName() + ")");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && line.charAt(0) != '#') {
                    all.add(new Named(
                            encoded(line.substring(0, tab)),
                            line.substring(tab + 1).strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        @Nullable Named[] slots = new @Nullable Named[Integer.highestOneBit(all.size()) * 4];
        for (Named named : all) {
            int slot = hash(named.id, 0, named.id.length) & slots.length - 1;
            while (slots[slot] != null) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = named;
        }
        return slots;
    }

    /** The content bytes of an identifier, ITU-T X.690 section 8.19. @param dotted numbers */
    static byte[] encoded(String dotted) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] arcs = dotted.split("\\.", -1);
        for (int i = 1; i < arcs.length; i++) {
            long arc = Long.parseLong(arcs[i]) + (i == 1 ? 40 * Long.parseLong(arcs[0]) : 0);
            for (int shift = 56; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    bytes.write((int) (arc >>> shift & 0x7F) | 0x80);
                }
            }
            bytes.write((int) arc & 0x7F);
        }
        return bytes.toByteArray();
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 7;
    }

    /** The name of the identifier in the element, or null. */
    static @Nullable String name(Ber oid) {
        int slot = hash(oid.bytes(), oid.from(), oid.to()) & SLOTS.length - 1;
        for (Named named = SLOTS[slot]; named != null; named = SLOTS[slot]) {
            if (is(oid, named.id)) {
                return named.name;
            }
            slot = slot + 1 & SLOTS.length - 1;
        }
        return null;
    }

    /** Whether the element holds these content bytes. */
    static boolean is(Ber oid, byte[] id) {
        return Arrays.equals(oid.bytes(), oid.from(), oid.to(), id, 0, id.length);
    }

    /** Appends the name, or dotted numbers. */
    static void append(Ber oid, TextSlot into) {
        String name = name(oid);
        if (name == null) {
            oid.appendObjectId(into);
        } else {
            into.append(name);
        }
    }
}
