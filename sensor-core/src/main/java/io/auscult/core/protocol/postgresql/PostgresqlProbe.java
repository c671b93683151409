package io.auscult.core.protocol.postgresql;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells PostgreSQL by what a client says first: a start-up message of version 3, or a request for encryption. */
final class PostgresqlProbe {
    static final int PORT = 5432;
    static final int TLS_REQUEST = 80_877_103;
    static final int GSS_REQUEST = 80_877_104;
    static final int CANCEL_REQUEST = 80_877_102;
    static final int VERSION_3 = 3;

    static final int HEAD = 8; // bytes: length, version or request
    static final int CANCEL = 16; // bytes
    static final int MAX_STARTUP = 10_000; // bytes, the server's own limit

    private PostgresqlProbe() {}

    static Verdict probe(StreamView first) {
        int length = first.length();
        if (length >= 2 && first.u16(0) != 0) {
            return Verdict.NO;
        }
        if (length < HEAD) {
            return Verdict.UNSURE;
        }
        int size = first.i32(0);
        int code = first.i32(4);
        if (code == TLS_REQUEST || code == GSS_REQUEST) {
            return size == HEAD ? Verdict.YES : Verdict.NO;
        }
        if (code == CANCEL_REQUEST) {
            return size == CANCEL ? Verdict.YES : Verdict.NO;
        }
        if (first.u16(4) != VERSION_3 || first.u16(6) > 2 || size <= HEAD || size > MAX_STARTUP) {
            return Verdict.NO;
        }
        if (length <= HEAD) {
            return Verdict.UNSURE;
        }
        int c = first.u8(HEAD);
        return c >= 'a' && c <= 'z' || c == '_' ? Verdict.YES : Verdict.NO; // the first parameter's name
    }
}
