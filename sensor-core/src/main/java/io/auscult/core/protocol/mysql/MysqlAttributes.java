package io.auscult.core.protocol.mysql;

import io.auscult.core.protocol.StreamView;

/** Finds the statement behind the attributes that MySQL 8 may put before it. Stateless; at most {@link #MAX} attributes. */
final class MysqlAttributes {
    private static final int MAX = 1024;

    private MysqlAttributes() {}

    /** Place of the statement; {@code end} when the attributes do not add up. */
    static int skip(StreamView in, int from, int end) {
        long count = number(in, from, end);
        int at = from + numberSize(in, from, end);
        at += numberSize(in, at, end); // number of sets, always one
        if (count == 0) {
            return Math.min(at, end);
        }
        int nulls = at;
        at += (int) ((count + 7) / 8) + 1; // which are null, and that types follow
        if (count < 0 || count > MAX || at > end) {
            return end;
        }
        int types = at;
        for (int i = 0; i < count; i++) {
            at = skipText(in, at + 2, end);
        }
        int type = types;
        for (int i = 0; i < count && at < end; i++) {
            boolean isNull = (in.u8(nulls + i / 8) >> (i % 8) & 1) != 0;
            at = isNull ? at : skipValue(in, in.u8(type), at, end);
            type = skipText(in, type + 2, end);
        }
        return Math.min(at, end);
    }

    private static int skipValue(StreamView in, int type, int at, int end) {
        return switch (type) {
            case 0x06 -> at; // null
            case 0x01 -> at + 1; // tiny
            case 0x02, 0x0D -> at + 2; // short, year
            case 0x03, 0x04, 0x09 -> at + 4; // long, float, 24 bits
            case 0x05, 0x08 -> at + 8; // double, long long
            case 0x07, 0x0A, 0x0B, 0x0C -> at < end ? at + 1 + in.u8(at) : end; // dates and times
            default -> skipText(in, at, end);
        };
    }

    private static int skipText(StreamView in, int at, int end) {
        long size = number(in, at, end);
        long next = at + numberSize(in, at, end) + size;
        return size < 0 || next > end ? end : (int) next;
    }

    /** A number of variable length; -1 when it is none. */
    static long number(StreamView in, int at, int end) {
        int size = numberSize(in, at, end);
        if (at < 0 || at + size > end) {
            return -1;
        }
        return switch (size) {
            case 1 -> in.u8(at) < 0xFB ? in.u8(at) : -1;
            case 3 -> in.u16le(at + 1);
            case 4 -> in.u16le(at + 1) | (long) in.u8(at + 3) << 16;
            default -> in.u64le(at + 1) >= 0 ? in.u64le(at + 1) : -1;
        };
    }

    private static int numberSize(StreamView in, int at, int end) {
        if (at < 0 || at >= end) {
            return 1;
        }
        return switch (in.u8(at)) {
            case 0xFC -> 3;
            case 0xFD -> 4;
            case 0xFE -> 9;
            default -> 1;
        };
    }
}
