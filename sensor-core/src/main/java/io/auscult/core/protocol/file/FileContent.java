package io.auscult.core.protocol.file;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.TextSlot;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Digests and first bytes of a file while it is read. Lent by the {@link FileRoom}, reused; {@link #HEAD} bytes and the digests that are asked for. */
final class FileContent {
    /** First bytes that tell the type. */
    static final int HEAD = 4096;

    private static final int DIGITS = 64; // of a SHA-256
    private static final int BLOCK = 64; // bytes, of all three digests
    /** Bytes that one digest takes before the next: MD5 waits for itself, and so few let the processor go on with the others meanwhile. */
    private static final int STRIDE = 2 * BLOCK;

    private final Digest[] digests;
    private final Fingerprint[] fingerprints;
    private final TextSlot digits = new TextSlot(DIGITS);
    private final byte[] head = new byte[HEAD];
    private int headLength;
    private long hashed; // bytes

    FileContent(Set<Digest> asked) {
        digests = asked.toArray(Digest[]::new);
        fingerprints = new Fingerprint[digests.length];
        for (int i = 0; i < digests.length; i++) {
            fingerprints[i] = digests[i].create();
        }
    }

    int headLength() {
        return headLength;
    }

    /** Keeps first bytes. @return how many of these */
    int appendHead(byte[] bytes, int offset, int length) {
        int more = Math.min(length, HEAD - headLength);
        System.arraycopy(bytes, offset, head, headLength, more);
        headLength += more;
        return more;
    }

    byte[] head() {
        return head;
    }

    /** Type by the first bytes, or null. */
    @Nullable
    String type() {
        return FileType.of(head, headLength);
    }

    void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        int size = BLOCK - (int) (hashed % BLOCK);
        while (at < end) {
            size = Math.min(size, end - at);
            for (Fingerprint fingerprint : fingerprints) {
                fingerprint.update(bytes, at, size);
            }
            at += size;
            size = STRIDE;
        }
        hashed += length;
    }

    /** Names of the digests, into a list that is open. */
    void writeAnalyzers(EventWriter out) {
        for (Digest digest : digests) {
            out.add(digest.name());
        }
    }

    void writeHashes(EventWriter out) {
        for (int i = 0; i < digests.length; i++) {
            digits.cut(0);
            fingerprints[i].appendHex(digits);
            digits.to(out, digests[i].field());
        }
    }

    void clear() {
        headLength = 0;
        hashed = 0;
        for (Fingerprint fingerprint : fingerprints) {
            fingerprint.clear();
        }
    }
}
