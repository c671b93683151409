package io.auscult.core.capture;

/** Bytes of a capture that lie in memory, given in pieces of at most {@code piece}. */
final class MemoryInput implements ByteInput {
    private final byte[] bytes;
    private final int piece;
    private int position;

    MemoryInput(byte[] bytes, int piece) {
        this.bytes = bytes;
        this.piece = piece;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int n = Math.min(Math.min(length, piece), bytes.length - position);
        System.arraycopy(bytes, position, into, offset, n);
        position += n;
        return n == 0 ? -1 : n;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public SourceEnd end() {
        return SourceEnd.COMPLETE;
    }

    @Override
    public String endDetail() {
        return "";
    }

    @Override
    public void close() {}
}
