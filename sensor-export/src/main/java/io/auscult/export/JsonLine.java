package io.auscult.export;

import io.auscult.export.JsonBytes.Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * JSON lines under construction, in one reused byte array that grows as needed. One thread.
 *
 * <p>Every member and element brings its own comma; closing an object or array puts the opening bracket in the place of the first
 * one. So nothing has to be asked on the way: {@code int at = open(); key(TS).seconds(ns); closeObject(at); endLine();}
 */
public final class JsonLine {
    private static final int MOST_KEYS = 256;

    private final Map<String, Key> keys = new HashMap<>();
    private byte[] bytes;
    private int end;

    public JsonLine(int capacity) {
        bytes = new byte[Math.max(capacity, JsonBytes.SCALAR)];
    }

    /** The bytes; those before {@link #length} are set. Another array after growth. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return end;
    }

    /** Forgets what came after {@code length}, or takes over what was written into {@link #bytes} up to there. */
    public void length(int length) {
        end = length;
    }

    /** The bytes, with room for so many more behind {@code at}. */
    public byte[] room(int at, int more) {
        if (more > bytes.length - at) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
        return bytes;
    }

    /** Begins an object or array. @return where, for the closing call */
    public int open() {
        return end;
    }

    public void closeObject(int opened) {
        close(opened, '{', '}');
    }

    public void closeArray(int opened) {
        close(opened, '[', ']');
    }

    private void close(int opened, char first, char last) {
        room(end, 2);
        if (end == opened) {
            end++;
        }
        bytes[opened] = (byte) first;
        bytes[end++] = (byte) last;
    }

    /** Closes an object whose bracket was written by a key. */
    public void endObject() {
        room(end, 1)[end++] = '}';
    }

    public void endLine() {
        room(end, 1)[end++] = '\n';
    }

    /** Remembers the first {@link #MOST_KEYS} names that it is asked for. */
    public JsonLine key(String name) {
        Key key = keys.get(name);
        if (key == null) {
            key = new Key(name);
            if (keys.size() < MOST_KEYS) {
                keys.put(name, key);
            }
        }
        return key(key);
    }

    public JsonLine key(Key key) {
        end = JsonBytes.key(room(end, key.room()), end, key);
        return this;
    }

    /** Before an element of an array. */
    public JsonLine element() {
        room(end, 1)[end++] = ',';
        return this;
    }

    public void bool(boolean value) {
        end = JsonBytes.bool(scalar(), end, value);
    }

    public void signed(long value) {
        end = JsonBytes.signed(scalar(), end, value);
    }

    public void unsigned(long value) {
        end = JsonBytes.unsigned(scalar(), end, value);
    }

    public void seconds(long ns) {
        end = JsonBytes.seconds(scalar(), end, ns);
    }

    public void isoTime(long ns, String suffix) {
        end = JsonBytes.isoTime(scalar(), end, ns, suffix);
    }

    public void address(long high, long low) {
        end = JsonBytes.address(scalar(), end, high, low);
    }

    public void uid(long uid) {
        end = JsonBytes.uid(scalar(), end, uid);
    }

    /** A text of the network. */
    public void text(byte[] from, int offset, int length) {
        end = JsonBytes.text(room(end, JsonBytes.roomFor(length)), end, from, offset, length);
    }

    /** A text of the program or of people. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        text(utf8, 0, utf8.length);
    }

    private byte[] scalar() {
        return room(end, JsonBytes.SCALAR);
    }
}
