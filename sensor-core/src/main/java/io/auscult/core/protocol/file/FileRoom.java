package io.auscult.core.protocol.file;

import io.auscult.core.event.Uid;
import io.auscult.core.protocol.TextSlot;
import java.util.ArrayList;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What the files of one shard may use at the same time: digests and first bytes, for {@link #MAX_OPEN} files; more files are counted but neither
 * hashed nor typed. Belongs to the shard, so that it acts the same whatever the number of lanes. Grows while warming up.
 */
public final class FileRoom {
    /** Largest file that is hashed, in bytes: hashing costs more than all else that is done with a packet. */
    public static final long MAX_HASHED = 1L << 24;

    /** Compressed bodies that are inflated at the same time: 16 shards, some 45 KB each. */
    static final int MAX_INFLATERS = 128;

    /**
     * Bytes of content that a shard hashes or inflates in a second of packet time, and at most at once. Both cost some 3 ns a byte, ten times what
     * all else costs: 16 shards at this bound keep less than half a processor busy.
     */
    static final long RATE = 8_000_000;

    static final long BURST = 4 * RATE;

    private static final long NS_A_BYTE = 1_000_000_000L / RATE;
    private static final long FULL_NS = BURST * NS_A_BYTE;
    private static final int SCRATCH = 1 << 14; // bytes

    static final int MAX_OPEN = 1024; // 16 shards: some 100 MB when all are used
    static final int FUID_LENGTH = Uid.LENGTH;

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final FileSettings settings;
    private final ArrayList<FileContent> free = new ArrayList<>();
    private final ArrayList<Inflater> freeInflaters = new ArrayList<>();
    private int inflaters;
    private byte @Nullable [] scratch;
    private final byte[] text = new byte[FUID_LENGTH];
    private long allowance = BURST;
    private long filledNs;
    private int made;
    private long named;

    public FileRoom() {
        this(FileSettings.DEFAULT);
    }

    public FileRoom(FileSettings settings) {
        this.settings = settings;
    }

    WantedFiles wanted() {
        return settings.wanted();
    }

    /** Whether any digest is asked for. */
    boolean isHashing() {
        return !settings.digests().isEmpty();
    }

    /** Packet time goes on, and with it what may be hashed. */
    void at(long nowNs) {
        long passed = nowNs - filledNs;
        if (passed > 0) {
            filledNs = passed >= FULL_NS ? nowNs : nowNs - passed % NS_A_BYTE;
            allowance = passed >= FULL_NS ? BURST : Math.min(BURST, allowance + passed / NS_A_BYTE);
        }
    }

    /** Bytes of content that may still be worked on now. */
    public long allowance() {
        return allowance;
    }

    void spend(long bytes) {
        allowance -= bytes;
    }

    /** Something to hash with, or null when there is no room. */
    @Nullable
    FileContent take() {
        if (!free.isEmpty()) {
            return free.removeLast();
        }
        if (made == MAX_OPEN) {
            return null;
        }
        made++;
        return new FileContent(settings.digests());
    }

    void give(FileContent content) {
        content.clear();
        free.add(content);
    }

    /** Something to inflate raw deflate with, or null when there is no room. To be given back. */
    public @Nullable Inflater takeInflater() {
        if (!freeInflaters.isEmpty()) {
            return freeInflaters.removeLast();
        }
        if (inflaters == MAX_INFLATERS) {
            return null;
        }
        inflaters++;
        return new Inflater(true);
    }

    public void give(Inflater inflater) {
        inflater.reset();
        freeInflaters.add(inflater);
    }

    /** Room for content on its way from a decoder to a file; its content is anybody's by the next call. */
    public byte[] scratch() {
        if (scratch == null) {
            scratch = new byte[SCRATCH];
        }
        return scratch;
    }

    /** Names the next file of this shard, as Zeek's identifiers look. The same traffic gives the same names. */
    void nameNext(long uid, TextSlot fuid) {
        long mixed = uid + ++named * GOLDEN;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        Uid.write(text, 0, mixed ^ mixed >>> 31);
        text[0] = 'F';
        fuid.clear();
        fuid.append(text, 0, FUID_LENGTH);
    }
}
