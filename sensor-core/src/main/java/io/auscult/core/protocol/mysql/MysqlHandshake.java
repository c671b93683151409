package io.auscult.core.protocol.mysql;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** The greeting and the client's answer: what both can do, who logs in and how. One per parser. */
final class MysqlHandshake {
    static final int CONNECT_WITH_DATABASE = 1 << 3;
    static final int COMPRESS = 1 << 5;
    static final int TLS = 1 << 11;
    static final int SECURE_CONNECTION = 1 << 15;
    static final int PLUGIN_AUTH = 1 << 19;
    static final int PLUGIN_AUTH_LENGTH = 1 << 21;
    static final int DEPRECATE_EOF = 1 << 24;
    static final int ZSTD = 1 << 26;
    static final int QUERY_ATTRIBUTES = 1 << 27;

    private static final int RESPONSE = 32; // bytes before the user's name
    private static final int MAX_NAME = 256; // bytes

    final TextSlot user = new TextSlot(MAX_NAME);
    final TextSlot database = new TextSlot(MAX_NAME);
    final TextSlot plugin = new TextSlot(MAX_NAME);
    private int server;
    private int client;
    private boolean greeted;

    /** Whether both sides can do this; what a server can that was not heard is taken for granted. */
    boolean both(int capability) {
        return (client & capability) != 0 && (!greeted || (server & capability) != 0);
    }

    /** The server's greeting, version 10. */
    void readGreeting(StreamView in, int from, int end) {
        int at = in.indexOf(0, from + 1, end); // behind the version
        if (at < 0 || at + 16 > end) {
            return;
        }
        greeted = true;
        int flags = at + 1 + 4 + 8 + 1;
        server = in.u16le(flags);
        if (flags + 18 <= end) {
            server |= in.u16le(flags + 5) << 16;
            int challenge = Math.max(13, in.u8(flags + 7) - 8);
            int name = flags + 18 + challenge;
            if ((server & PLUGIN_AUTH) != 0 && name < end) {
                text(in, name, end, plugin);
            }
        }
    }

    /** The client's answer. @return whether it only asks for TLS */
    boolean readResponse(StreamView in, int from, int end) {
        if (end - from < RESPONSE) {
            return false;
        }
        client = in.i32le(from);
        if ((client & TLS) != 0 && end - from == RESPONSE) {
            return true;
        }
        int at = text(in, from + RESPONSE, end, user);
        at = skipProof(in, at, end);
        if (at > 0 && (client & CONNECT_WITH_DATABASE) != 0) {
            at = text(in, at, end, database);
        }
        if (at > 0 && at < end && (client & PLUGIN_AUTH) != 0) {
            text(in, at, end, plugin);
        }
        return false;
    }

    private int skipProof(StreamView in, int at, int end) {
        if (at < 0 || at >= end) {
            return -1;
        }
        if ((client & (PLUGIN_AUTH_LENGTH | SECURE_CONNECTION)) == 0) {
            int zero = in.indexOf(0, at, end);
            return zero < 0 ? -1 : zero + 1;
        }
        int next = at + 1 + in.u8(at); // longer ones do not occur
        return in.u8(at) < 0xFB && next <= end ? next : -1;
    }

    /** COM_CHANGE_USER: the new user's name, proof, database. */
    void readChange(StreamView in, int from, int end) {
        int at = text(in, from, end, user);
        database.clear();
        at = skipProof(in, at, end);
        if (at > 0) {
            text(in, at, end, database);
        }
    }

    /** The server wants another proof than the client offered. */
    void readSwitch(StreamView in, int from, int end) {
        text(in, from, end, plugin);
    }

    /** @return place behind the zero, or -1 when there is none */
    private static int text(StreamView in, int from, int end, TextSlot into) {
        if (from < 0 || from > end) {
            return -1;
        }
        int zero = in.indexOf(0, from, end);
        into.set(in, from, (zero < 0 ? end : zero) - from);
        return zero < 0 ? -1 : zero + 1;
    }

    void reset() {
        user.clear();
        database.clear();
        plugin.clear();
        server = 0;
        client = 0;
        greeted = false;
    }
}
