package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Names of the object identifiers in certificates, from the file beside this class. Immutable after loading. */
final class ObjectIds {
    private static final int MAX_TEXT = 128; // bytes of dotted numbers; longer ones have no name
    private static final Map<String, String> NAMES = load();

    private ObjectIds() {}

    private static Map<String, String> load() {
        Map<String, String> names = new HashMap<>();
        try (InputStream in = ObjectIds.class.getResourceAsStream("oids.tsv")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: oids.tsv (expected: beside " + ObjectIds.class.getName() + ")");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && line.charAt(0) != '#') {
                    names.put(line.substring(0, tab), line.substring(tab + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(names);
    }

    /** The name of the identifier in the element, or null. Allocates: for certificates, which are rare. */
    static String name(Ber oid) {
        return NAMES.get(dotted(oid));
    }

    /** Appends the name, or dotted numbers. */
    static void append(Ber oid, TextSlot into) {
        String dotted = dotted(oid);
        into.append(NAMES.getOrDefault(dotted, dotted));
    }

    static String dotted(Ber oid) {
        StringBuilder text = new StringBuilder();
        long arc = 0;
        boolean first = true;
        for (int i = oid.from(); i < oid.to() && text.length() < MAX_TEXT; i++) {
            arc = arc << 7 & Long.MAX_VALUE | oid.u8(i) & 0x7F;
            if ((oid.u8(i) & 0x80) == 0) {
                if (first) {
                    long root = Math.min(arc / 40, 2);
                    text.append(root).append('.').append(arc - 40 * root);
                    first = false;
                } else {
                    text.append('.').append(arc);
                }
                arc = 0;
            }
        }
        return text.toString();
    }
}
