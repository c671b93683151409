package io.auscult.core.capture;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes out of zstd (RFC 8878), any number of frames one after the other. Bytes that are cut or broken end it after what was decoded
 * before them was given. Used by the capture thread alone; two small buffers, and windows of up to 128 MiB, zstd's own limit.
 */
final class ZstdInput implements ByteInput {
    /** Bytes given to the decoder at once. What one call decoded before it met a broken block is lost, so this is small. */
    private static final int CHUNK = 4096;

    private static final int DECODED = 1 << 17; // bytes, a block of zstd

    private final ByteInput in;
    private final ZstdDecompressCtx decoder;
    private final byte[] chunk = new byte[CHUNK];
    private final ByteBuffer compressed = ByteBuffer.allocateDirect(CHUNK).flip();
    private final ByteBuffer decoded = ByteBuffer.allocateDirect(DECODED).flip();

    private boolean inFrame;
    private boolean holdsMore;
    private SourceEnd end = SourceEnd.OPEN;
    private String endDetail = "";

    ZstdInput(ByteInput in) throws IOException {
        this.in = in;
        try {
            this.decoder = new ZstdDecompressCtx();
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new IOException("zstd is not available on this machine (" + e.getMessage() + ")", e);
        }
    }

    /** A frame, or one of the frames that are to be passed over. */
    static boolean isMagic(int firstBytes) {
        return firstBytes == 0xFD2FB528 || (firstBytes & 0xFFFF_FFF0) == 0x184D2A50;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!decoded.hasRemaining()) {
            if (end != SourceEnd.OPEN) {
                return -1;
            }
            if (compressed.hasRemaining() || holdsMore || feed()) {
                decode();
            }
        }
        int n = Math.min(length, decoded.remaining());
        decoded.get(bytes, offset, n);
        return n;
    }

    /** Fills the chunk as far as bytes are there: where the pieces of a pipe end must make no difference. */
    private boolean feed() throws IOException {
        int filled = 0;
        do {
            int n = in.read(chunk, filled, CHUNK - filled);
            if (n < 0) {
                break;
            }
            filled += n;
        } while (filled < CHUNK && in.isReady());
        if (filled == 0) {
            end = inFrame ? SourceEnd.TRUNCATED : SourceEnd.COMPLETE;
            endDetail = inFrame ? "zstd: it ends in the middle" : "";
            return false;
        }
        compressed.clear().put(chunk, 0, filled).flip();
        return true;
    }

    private void decode() {
        decoded.clear();
        try {
            inFrame = !decoder.decompressDirectByteBufferStream(decoded, compressed);
            holdsMore = inFrame && !decoded.hasRemaining();
        } catch (ZstdException e) {
            end = SourceEnd.DAMAGED;
            endDetail = "zstd: " + e.getMessage();
        }
        decoded.flip();
    }

    @Override
    public boolean isReady() throws IOException {
        return decoded.hasRemaining() || compressed.hasRemaining() || holdsMore || in.isReady();
    }

    @Override
    public long position() {
        return in.position();
    }

    @Override
    public long size() {
        return in.size();
    }

    @Override
    public SourceEnd end() {
        return end;
    }

    @Override
    public String endDetail() {
        return endDetail;
    }

    @Override
    public void close() throws IOException {
        decoder.close();
        in.close();
    }
}
