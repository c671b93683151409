package io.auscult.core.protocol;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.ServiceNames;
import io.auscult.core.protocol.file.FileRoom;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a parser sees: contiguous bytes of one direction that it has not eaten yet, or one whole datagram. A view into somebody
 * else's array, valid until the parser returns. All accessors are relative to the first byte and bounds-checked: outside
 * they throw {@link IndexOutOfBoundsException}, so check {@link #length} first. One per lane, reused.
 */
public final class StreamView {
    private static final byte[] NONE = {};
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = NONE;
    private int offset;
    private int length;
    private Direction direction = Direction.ORIG;
    private boolean datagram;
    private boolean confirmed;
    private boolean handedOver;
    private @Nullable ConnectionId connection;
    private @Nullable Expectations expectations;
    private @Nullable FileRoom files;
    private @Nullable ServiceNames services;

    public StreamView wrap(
            byte[] bytes, int offset, int length, Direction direction, boolean datagram, ConnectionId connection) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.direction = direction;
        this.datagram = datagram;
        this.connection = connection;
        this.confirmed = false;
        this.handedOver = false;
        return this;
    }

    /** Makes this view a piece of another's bytes. */
    public StreamView sub(StreamView parent, int at, int length) {
        if (at < 0 || length < 0 || length > parent.length - at) {
            throw new IndexOutOfBoundsException(at);
        }
        expectations = parent.expectations();
        files = parent.files();
        services = parent.services();
        return wrap(parent.bytes, parent.offset + at, length, parent.direction, parent.datagram, parent.connection());
    }

    /** What the hosts of this shard have announced to each other. */
    public StreamView expecting(Expectations expectations) {
        this.expectations = expectations;
        return this;
    }

    public Expectations expectations() {
        if (expectations == null) {
            expectations = new Expectations();
        }
        return expectations;
    }

    /** What the files of this shard may use. */
    public StreamView storing(FileRoom files) {
        this.files = files;
        return this;
    }

    public FileRoom files() {
        if (files == null) {
            files = new FileRoom();
        }
        return files;
    }

    /** What services are called together; one for a lane. */
    public ServiceNames services() {
        if (services == null) {
            services = new ServiceNames();
        }
        return services;
    }

    public int length() {
        return length;
    }

    public Direction direction() {
        return direction;
    }

    public boolean isOrig() {
        return direction == Direction.ORIG;
    }

    /** Whether this is one UDP datagram: it is whole, and what is not eaten is gone. */
    public boolean isDatagram() {
        return datagram;
    }

    public ConnectionId connection() {
        if (connection == null) {
            connection = new ConnectionId();
        }
        return connection;
    }

    /** The parser is certain of its protocol: the connection's {@code service} is set from now on. */
    public void confirm() {
        confirmed = true;
    }

    public boolean isConfirmed() {
        return confirmed;
    }

    /** Something inside was recognised too: its name follows in the connection's {@code service}. Works in a {@link #sub} view. */
    public void confirm(String service) {
        services().add(connection(), service);
    }

    /**
     * What follows the bytes eaten by this call, in both directions, is another protocol (STARTTLS, an upgrade): the parser is asked for its
     * end and taken off, and recognition begins anew.
     */
    public void handOver() {
        handedOver = true;
    }

    public boolean isHandedOver() {
        return handedOver;
    }

    public int u8(int at) {
        check(at, 1);
        return bytes[offset + at] & 0xFF;
    }

    public int u16(int at) {
        check(at, 2);
        return (short) SHORT.get(bytes, offset + at) & 0xFFFF;
    }

    public int u24(int at) {
        return u8(at) << 16 | u16(at + 1);
    }

    /** 32 bits, signed. */
    public int i32(int at) {
        check(at, 4);
        return (int) INT.get(bytes, offset + at);
    }

    public long u32(int at) {
        return i32(at) & 0xFFFF_FFFFL;
    }

    public int u16le(int at) {
        return Short.reverseBytes((short) u16(at)) & 0xFFFF;
    }

    /** 32 bits, signed, least byte first. */
    public int i32le(int at) {
        return Integer.reverseBytes(i32(at));
    }

    public long u32le(int at) {
        return i32le(at) & 0xFFFF_FFFFL;
    }

    /** 64 bits as they are; compare with {@link Long#compareUnsigned}. */
    public long u64(int at) {
        check(at, 8);
        return (long) LONG.get(bytes, offset + at);
    }

    public long u64le(int at) {
        return Long.reverseBytes(u64(at));
    }

    /** Place of the first {@code value} at or after {@code from} and before {@code to} (cut to the length); -1 if none. */
    public int indexOf(int value, int from, int to) {
        int end = offset + Math.min(to, length);
        for (int i = offset + Math.max(from, 0); i < end; i++) {
            if (bytes[i] == (byte) value) {
                return i - offset;
            }
        }
        return -1;
    }

    /** Whether these bytes lie at {@code at}, wholly inside. */
    public boolean startsWith(byte[] expected, int at) {
        if (at < 0 || at + expected.length > length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[offset + at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** The array behind, for copies; first byte of the view is at {@link #arrayOffset}. */
    public byte[] array() {
        return bytes;
    }

    public int arrayOffset() {
        return offset;
    }

    private void check(int at, int size) {
        if (at < 0 || at + size > length) {
            throw new IndexOutOfBoundsException(at);
        }
    }
}
