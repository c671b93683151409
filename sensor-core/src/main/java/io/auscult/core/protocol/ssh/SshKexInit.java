package io.auscult.core.protocol.ssh;

import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.util.Arrays;

/**
 * What one side proposes, SSH_MSG_KEXINIT, RFC 4253 section 7.1: ten lists of names, each behind four bytes of length. One per direction
 * of a parser, reused. A message over {@link #MAX_BYTES} is not kept, and nothing is said about the algorithms.
 */
final class SshKexInit {
    static final int MAX_BYTES = 1 << 14;

    static final int KEX = 0;
    static final int HOST_KEY = 1;
    static final int CIPHER_TO_SERVER = 2;
    static final int CIPHER_TO_CLIENT = 3;
    static final int MAC_TO_SERVER = 4;
    static final int MAC_TO_CLIENT = 5;
    static final int COMPRESSION_TO_SERVER = 6;
    static final int COMPRESSION_TO_CLIENT = 7;

    private static final int LISTS = 10;
    private static final int COOKIE = 16; // bytes before the first list
    private static final int MAX_KEPT_BYTES = 1 << 12; // of memory that stays with an idle parser

    private final TextSlot message = new TextSlot(MAX_BYTES);
    private final int[] start = new int[LISTS];
    private final int[] end = new int[LISTS];
    private boolean complete;

    /** Keeps the lists of the message whose cookie is at {@code at}. @return whether they add up */
    boolean read(StreamView in, int at, int length) {
        clear();
        if (length > MAX_BYTES) {
            return true;
        }
        int next = at + COOKIE;
        for (int i = 0; i < LISTS; i++) {
            if (next + 4 > at + length) {
                return false;
            }
            long size = in.u32(next);
            if (size > at + length - next - 4) {
                return false;
            }
            start[i] = next + 4 - at;
            end[i] = start[i] + (int) size;
            next += 4 + (int) size;
        }
        message.set(in, at, length);
        complete = true;
        return true;
    }

    /** Bytes of the message. */
    int kept() {
        return message.length();
    }

    boolean isComplete() {
        return complete;
    }

    void clear() {
        complete = false;
        message.clear();
        message.trim(MAX_KEPT_BYTES);
    }

    /** HASSH of this side: MD5 over four of its lists. */
    void hassh(Fingerprint md5, boolean isClient, TextSlot into) {
        int other = isClient ? 0 : 1;
        update(md5, KEX);
        md5.update(';');
        update(md5, CIPHER_TO_SERVER + other);
        md5.update(';');
        update(md5, MAC_TO_SERVER + other);
        md5.update(';');
        update(md5, COMPRESSION_TO_SERVER + other);
        md5.appendHex(into);
    }

    private void update(Fingerprint md5, int list) {
        md5.update(message.bytes(), start[list], end[list] - start[list]);
    }

    /** Appends the first name of the client's list that the server has too. @return whether there is one */
    static boolean choose(SshKexInit client, SshKexInit server, int list, TextSlot into) {
        byte[] names = client.message.bytes();
        int from = client.start[list];
        while (from < client.end[list]) {
            int to = nameEnd(names, from, client.end[list]);
            if (server.has(list, names, from, to)) {
                into.append(names, from, to - from);
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private boolean has(int list, byte[] name, int nameFrom, int nameTo) {
        byte[] names = message.bytes();
        int from = start[list];
        while (from < end[list]) {
            int to = nameEnd(names, from, end[list]);
            if (Arrays.equals(names, from, to, name, nameFrom, nameTo)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private static int nameEnd(byte[] names, int from, int end) {
        int to = from;
        while (to < end && names[to] != ',') {
            to++;
        }
        return to;
    }
}
