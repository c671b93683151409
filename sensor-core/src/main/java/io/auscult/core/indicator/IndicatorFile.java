package io.auscult.core.indicator;

import io.auscult.core.indicator.StateFile.DamagedException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one source gave and where it goes on, in a {@link StateFile}:
 * <pre>
 *  source, feed, warnings, position: texts
 *  then per indicator:  provenance i32 (with its confidence i8, TLP u8, count of labels u8 and labels behind the first of its kind)  from u32  until u32
 *                       type u8  key length u16  id kind u8  id length u8  key  id
 *  end: -1 as provenance, then the count i32
 * </pre>
 * Written and read whole. Stateless.
 */
final class IndicatorFile {
    static final long MAGIC = 0x41555343494E4401L; // AUSCIND, version 1

    private static final int END = -1;

    private IndicatorFile() {}

    /**
     * What a file begins with.
     *
     * @param source configured name
     * @param feed {@link IndicatorFeed#settings}
     * @param warnings {@link WarningList#version}
     * @param position where the feed goes on
     */
    record Head(String source, String feed, String warnings, String position) {}

    /** @return its bytes */
    static long write(Path file, Head head, IndicatorTable table) throws IOException {
        return StateFile.write(file, MAGIC, out -> {
            out.writeUTF(head.source());
            out.writeUTF(head.feed());
            out.writeUTF(head.warnings());
            out.writeUTF(head.position());
            boolean[] known = new boolean[IndicatorTable.MOST_PROVENANCES];
            int[] count = new int[1];
            table.<IOException>visit(head.source(), (page, at) -> {
                int number = Records.provenance(page, at);
                out.writeInt(number);
                if (!known[number]) {
                    known[number] = true;
                    write(out, table.provenanceOf(page, at));
                }
                out.writeInt(Records.from(page, at));
                out.writeInt(Records.until(page, at));
                out.writeByte(Records.type(page, at));
                int keyLength = Records.keyLength(page, at);
                int idLength = Records.idLength(page, at);
                out.writeShort(keyLength);
                out.writeByte(Records.idKind(page, at));
                out.writeByte(idLength);
                out.write(page, Records.keyAt(at), keyLength + idLength);
                count[0]++;
            });
            out.writeInt(END);
            out.writeInt(count[0]);
        });
    }

    private static void write(DataOutputStream out, Provenance what) throws IOException {
        out.writeByte(what.confidence());
        out.writeByte(what.tlp().ordinal());
        out.writeByte(what.labels().size());
        for (String label : what.labels()) {
            out.writeUTF(label);
        }
    }

    /** @throws DamagedException when it is not what was written, before anything is taken of it */
    static Head head(Path file) throws IOException, DamagedException {
        try (DataInputStream in = StateFile.open(file, MAGIC)) {
            return head(in);
        }
    }

    private static Head head(DataInputStream in) throws IOException {
        return new Head(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF());
    }

    /** Passes all on, in no order. @throws DamagedException when it is not what was written */
    static void read(Path file, Consumer<Indicator> consumer) throws IOException, DamagedException {
        try (DataInputStream in = StateFile.open(file, MAGIC)) {
            String source = head(in).source();
            @Nullable Provenance[] known = new Provenance[IndicatorTable.MOST_PROVENANCES];
            int count = 0;
            for (int number = in.readInt(); number != END; number = in.readInt()) {
                Provenance provenance = known[number];
                if (provenance == null) {
                    provenance = provenance(in);
                    known[number] = provenance;
                }
                consumer.accept(indicator(in, source, provenance));
                count++;
            }
            if (in.readInt() != count) {
                throw new DamagedException("another count of indicators than it says");
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | EOFException e) {
            throw new DamagedException(String.valueOf(e.getMessage()), e); // written by a version that was broken
        }
    }

    private static Provenance provenance(DataInputStream in) throws IOException {
        int confidence = in.readByte();
        Tlp tlp = Tlp.values()[in.readUnsignedByte()];
        List<String> labels = new ArrayList<>();
        for (int i = in.readUnsignedByte(); i > 0; i--) {
            labels.add(in.readUTF());
        }
        return new Provenance(0, confidence, tlp, List.copyOf(labels));
    }

    private static Indicator indicator(DataInputStream in, String source, Provenance of) throws IOException {
        Instant from = IndicatorTable.instant(in.readInt());
        Instant until = IndicatorTable.instant(in.readInt());
        int type = in.readUnsignedByte();
        byte[] key = new byte[in.readUnsignedShort()];
        int idKind = in.readUnsignedByte();
        byte[] id = new byte[in.readUnsignedByte()];
        in.readFully(key);
        in.readFully(id);
        String value = Packing.value(type, key);
        return new Indicator(
                Packing.type(type),
                value,
                source,
                Packing.id(idKind, id, value),
                of.confidence(),
                of.tlp(),
                from,
                until,
                of.labels());
    }
}
