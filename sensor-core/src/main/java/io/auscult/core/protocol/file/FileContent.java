package io.auscult.core.protocol.file;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/** Digests and first bytes of a file while it is read. Lent by the {@link FileRoom}, reused; {@link #HEAD} bytes and three digests. */
final class FileContent {
    /** First bytes that tell the type. */
    static final int HEAD = 4096;

    private static final int DIGITS = 64; // of a SHA-256
    private static final int BLOCK = 64; // bytes, of all three digests
    /** Bytes that one digest takes before the next: MD5 waits for itself, and so few let the processor go on with the others meanwhile. */
    private static final int STRIDE = 2 * BLOCK;

    private final Fingerprint md5 = Fingerprint.md5();
    private final Fingerprint sha1 = Fingerprint.sha1();
    private final Fingerprint sha256 = Fingerprint.sha256();
    private final TextSlot digits = new TextSlot(DIGITS);
    private final byte[] head = new byte[HEAD];
    private int headLength;
    private long hashed; // bytes

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
            md5.update(bytes, at, size);
            sha1.update(bytes, at, size);
            sha256.update(bytes, at, size);
            at += size;
            size = STRIDE;
        }
        hashed += length;
    }

    void writeHashes(EventWriter out) {
        digits.cut(0);
        md5.appendHex(digits);
        digits.to(out, FileStream.MD5);
        digits.cut(0);
        sha1.appendHex(digits);
        digits.to(out, FileStream.SHA1);
        digits.cut(0);
        sha256.appendHex(digits);
        digits.to(out, FileStream.SHA256);
    }

    void clear() {
        headLength = 0;
        hashed = 0;
        md5.clear();
        sha1.clear();
        sha256.clear();
    }
}
