package io.auscult.rules.knowledge;

import io.auscult.core.detect.StateTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What was learned, as bytes and as the file {@link #NAME}. All numbers are big-endian:
 * <pre>
 *  "AUSCKNOW"  version u32  times 5 x i64 (started, listened, latest, learning ended, saved)
 *  3 tables, each:  count u32, then per entry, the longest idle first
 *    standings  key 3 x i64 (address, service code, + 64 for a client's)  first last i64  days u32  others u32
 *    pairs      key 4 x i64 (client, server)                              first last i64  days u32  services i64
 *    users      key 3 x i64 (hash of the name, address)                   first last i64  days u32
 *  CRC-32C of all before, u32
 * </pre>
 * Times are nanoseconds since 1970. Names of users are not in it, only their hashes. Read and written whole; a file that does not add up is refused, never half believed. Stateless.
 */
final class KnowledgeFile {
    static final String NAME = "knowledge.bin";

    private static final long MAGIC = 0x415553434B4E4F57L; // AUSCKNOW
    private static final int VERSION = 1;
    private static final int HEADER = 8 + 4 + 5 * 8;
    private static final int STANDING = 3 * 8 + 2 * 8 + 4 + 4;
    private static final int PAIR = 4 * 8 + 2 * 8 + 4 + 8;
    private static final int USER = 3 * 8 + 2 * 8 + 4;
    private static final long MOST = HEADER
            + 3 * 4
            + 4
            + (long) STANDING * Knowledge.STANDINGS
            + (long) PAIR * Knowledge.PAIRS
            + (long) USER * Knowledge.USERS;

    private KnowledgeFile() {}

    /** Everything as it is now; on the thread of the tables. */
    static ByteBuffer encode(Knowledge from, long savedNs) {
        StateTable<Standing> standings = from.standings();
        StateTable<Sighting> pairs = from.pairs();
        StateTable<Sighting> users = from.users();
        ByteBuffer out = ByteBuffer.allocate(
                HEADER + 3 * 4 + 4 + STANDING * standings.size() + PAIR * pairs.size() + USER * users.size());
        Learning learning = from.learning();
        out.putLong(MAGIC)
                .putInt(VERSION)
                .putLong(learning.startNs())
                .putLong(learning.listenedNs())
                .putLong(learning.nowNs())
                .putLong(learning.endNs())
                .putLong(savedNs);
        out.putInt(standings.size());
        standings.visit((a, b, c, d, standing) -> {
            out.putLong(a).putLong(b).putLong(c);
            sighting(out, standing).putInt(standing.peers());
        });
        out.putInt(pairs.size());
        pairs.visit((a, b, c, d, pair) -> {
            out.putLong(a).putLong(b).putLong(c).putLong(d);
            sighting(out, pair).putLong(pair.marks());
        });
        out.putInt(users.size());
        users.visit((a, b, c, d, user) -> {
            out.putLong(a).putLong(b).putLong(c);
            sighting(out, user);
        });
        out.putInt(checksum(out.array(), out.position()));
        return out.flip();
    }

    private static ByteBuffer sighting(ByteBuffer out, Sighting sighting) {
        return out.putLong(sighting.firstNs()).putLong(sighting.lastNs()).putInt(sighting.days());
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Fills new tables. @throws DamagedException when the bytes do not add up; nothing was taken then */
    static void decode(byte[] bytes, Knowledge into) throws DamagedException {
        if (bytes.length < HEADER + 3 * 4 + 4) {
            throw new DamagedException(bytes.length + " bytes (expected: more)");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getLong() != MAGIC) {
            throw new DamagedException("it does not begin with AUSCKNOW");
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new DamagedException("version: " + version + " (expected: " + VERSION + ")");
        }
        if (checksum(bytes, bytes.length - 4) != in.getInt(bytes.length - 4)) {
            throw new DamagedException("its checksum is wrong");
        }
        in.limit(bytes.length - 4);
        long started = in.getLong();
        long listened = in.getLong();
        long latest = in.getLong();
        long ended = in.getLong();
        in.getLong(); // when it was saved
        int tables = in.position();
        for (int[] each :
                new int[][] {{STANDING, Knowledge.STANDINGS}, {PAIR, Knowledge.PAIRS}, {USER, Knowledge.USERS}}) {
            skip(in, each[0], each[1]);
        }
        if (in.hasRemaining()) {
            throw new DamagedException(in.remaining() + " bytes after the last table (expected: none)");
        }
        in.position(tables);
        into.learning().restore(started, listened, latest, ended);
        for (int i = in.getInt(); i > 0; i--) {
            Standing standing = into.standings().at(in.getLong(), in.getLong(), in.getLong());
            restore(in, standing, 0);
            standing.restorePeers(in.getInt());
        }
        for (int i = in.getInt(); i > 0; i--) {
            Sighting pair = into.pairs().at(in.getLong(), in.getLong(), in.getLong(), in.getLong());
            restore(in, pair, 0);
            pair.mark(in.getLong());
        }
        for (int i = in.getInt(); i > 0; i--) {
            restore(in, into.users().at(in.getLong(), in.getLong(), in.getLong()), 0);
        }
    }

    private static void restore(ByteBuffer in, Sighting sighting, long marks) {
        sighting.restore(in.getLong(), in.getLong(), in.getInt(), marks);
    }

    private static void skip(ByteBuffer in, int record, int most) throws DamagedException {
        int count = in.remaining() < 4 ? -1 : in.getInt();
        if (count < 0 || count > most || (long) count * record > in.remaining()) {
            throw new DamagedException("entries: " + count + " (expected: 0 to " + most + ", and that many)");
        }
        in.position(in.position() + count * record);
    }

    /** Beside the old one, to the disk, then in its place: whenever the power fails, one of them is whole. */
    static void write(Path folder, ByteBuffer bytes) throws IOException {
        Path fresh = folder.resolve(NAME + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** @throws DamagedException when it does not add up */
    static void read(Path file, Knowledge into) throws IOException, DamagedException {
        long size = Files.size(file);
        if (size > MOST) {
            throw new DamagedException(size + " bytes (expected: at most " + MOST + ")");
        }
        decode(Files.readAllBytes(file), into);
    }

    /** The bytes are not what was written. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1;

        DamagedException(String message) {
            super(message);
        }
    }
}
