package io.auscult.rules.scan;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts by which scanners give themselves away, from {@code scanners.tsv}. Immutable; looking allocates nothing. */
final class ScannerTexts {
    private static final class Text {
        private final Field field;
        private final byte[] bytes;
        private final String whose;

        private Text(Field field, byte[] bytes, String whose) {
            this.field = field;
            this.bytes = bytes;
            this.whose = whose;
        }
    }

    private final List<Text> texts = new ArrayList<>();

    /** @param types where the fields that the file names are looked up */
    ScannerTexts(List<EventType> types) {
        try (InputStream in = ScannerTexts.class.getResourceAsStream("scanners.tsv")) {
            if (in == null) {
                throw new IllegalStateException(
                        "scanners.tsv: absent (expected: beside " + ScannerTexts.class.getName() + ")");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", -1);
                if (!line.startsWith("#") && columns.length == 3) {
                    texts.add(new Text(
                            field(columns[0], types), columns[1].getBytes(StandardCharsets.UTF_8), columns[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Field field(String name, List<EventType> types) {
        int dot = name.indexOf('.');
        for (EventType type : types) {
            if (type.name().equals(name.substring(0, dot))) {
                return type.field(name.substring(dot + 1));
            }
        }
        throw new IllegalStateException("scanners.tsv: " + name + " (expected: a field of " + types + ")");
    }

    /** Whose text is in this event; null for nobody's. */
    @Nullable
    String whose(Event e) {
        for (int i = 0; i < texts.size(); i++) {
            Text text = texts.get(i);
            if (e.has(text.field) && contains(e, text)) {
                return text.whose;
            }
        }
        return null;
    }

    private static boolean contains(Event e, Text text) {
        byte[] bytes = e.bytes();
        int at = e.offset(text.field);
        int last = at + e.length(text.field) - text.bytes.length;
        for (; at <= last; at++) {
            int i = 0;
            while (i < text.bytes.length && bytes[at + i] == text.bytes[i]) {
                i++;
            }
            if (i == text.bytes.length) {
                return true;
            }
        }
        return false;
    }
}
