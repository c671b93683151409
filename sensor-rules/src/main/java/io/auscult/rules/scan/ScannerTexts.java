package io.auscult.rules.scan;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts by which scanners give themselves away, from {@code scanners.tsv}. A field is gone over once: where four bytes may begin one of its texts, those that do are compared.
 * Immutable; looking allocates nothing.
 */
final class ScannerTexts {
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int GATE_BITS = 10;

    private record Text(byte[] bytes, String whose) {}

    /** The texts of one field. */
    private static final class OfField {
        private final Field field;
        private final List<Text> texts = new ArrayList<>();
        private final long[] gate = new long[1 << GATE_BITS - 6]; // by a hash of what texts begin with

        private OfField(Field field) {
            this.field = field;
        }

        private void add(byte[] bytes, String whose) {
            if (bytes.length < Integer.BYTES) {
                throw new IllegalStateException("scanners.tsv: " + whose + " (expected: a text of four bytes or more)");
            }
            texts.add(new Text(bytes, whose));
            int bit = bit((int) FOUR.get(bytes, 0));
            gate[bit >>> 6] |= 1L << bit;
        }

        private static int bit(int four) {
            return four * 0x9E37_79B1 >>> Integer.SIZE - GATE_BITS;
        }

        private @Nullable String whose(Event e) {
            byte[] bytes = e.bytes();
            int end = e.offset(field) + e.length(field);
            for (int at = e.offset(field); at <= end - Integer.BYTES; at++) {
                int bit = bit((int) FOUR.get(bytes, at));
                if ((gate[bit >>> 6] >>> bit & 1) != 0) {
                    for (int i = 0; i < texts.size(); i++) {
                        byte[] text = texts.get(i).bytes;
                        if (text.length <= end - at
                                && Arrays.equals(text, 0, text.length, bytes, at, at + text.length)) {
                            return texts.get(i).whose;
                        }
                    }
                }
            }
            return null;
        }
    }

    private final List<OfField> fields = new ArrayList<>();

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
                    of(field(columns[0], types)).add(columns[1].getBytes(StandardCharsets.UTF_8), columns[2]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OfField of(Field field) {
        for (OfField known : fields) {
            if (known.field.equals(field)) {
                return known;
            }
        }
        OfField made = new OfField(field);
        fields.add(made);
        return made;
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
        for (int i = 0; i < fields.size(); i++) {
            OfField texts = fields.get(i);
            String whose = e.has(texts.field) ? texts.whose(e) : null;
            if (whose != null) {
                return whose;
            }
        }
        return null;
    }
}
