package io.auscult.core.protocol.http;

import java.util.Arrays;

/**
 * Requests of one connection whose replies are not whole, in order of arrival. Part of a parser, reused; at most {@link #MAX_PENDING} of them and
 * {@link #MAX_PENDING_BYTES} of their texts; beyond, the parser writes the oldest as it is.
 */
final class HttpPipeline {
    static final int MAX_PENDING = 100;

    /** One more request may be kept beside them. */
    static final int MAX_PENDING_BYTES = 1 << 16;

    private static final int MAX_SPARE = 8; // transactions that stay with an idle parser

    private HttpTransaction[] pending = new HttpTransaction[1]; // those behind the last are spare
    private int size;
    private int kept; // bytes of their texts
    private int depth;

    int size() {
        return size;
    }

    int kept() {
        return kept;
    }

    boolean isFull() {
        return size == MAX_PENDING || size > 1 && kept > MAX_PENDING_BYTES;
    }

    HttpTransaction oldest() {
        return pending[0];
    }

    HttpTransaction newest() {
        return pending[size - 1];
    }

    /** Whether the next reply has no head. */
    boolean isNextHttp09() {
        return size > 0 && pending[0].isHttp09;
    }

    HttpTransaction add(long nowNs) {
        if (size == pending.length) {
            pending = Arrays.copyOf(pending, Math.min(MAX_PENDING, size * 2));
        }
        if (pending[size] == null) {
            pending[size] = new HttpTransaction();
        }
        HttpTransaction added = pending[size++];
        added.begin(nowNs, ++depth);
        return added;
    }

    /** A transaction's texts have changed. */
    void count(HttpTransaction transaction) {
        kept -= transaction.kept();
        kept += transaction.count();
    }

    void dropOldest() {
        HttpTransaction oldest = pending[0];
        kept -= oldest.kept();
        size--;
        System.arraycopy(pending, 1, pending, 0, size);
        pending[size] = oldest;
    }

    void reset() {
        size = 0;
        if (pending.length > MAX_SPARE) {
            pending = new HttpTransaction[1]; // do not hoard what one busy flow needed
        }
        kept = 0;
        depth = 0;
    }
}
