package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the members of a record, see {@link EntryCodec}. One thread, reused; grows with the largest record. */
final class MemberWriter {
    private static final int LENGTH = 4; // bytes of a length

    private ByteBuffer out = ByteBuffer.allocate(1 << 12);

    /** Begins a record. */
    void start(byte form) {
        out.clear();
        room(1).put(form);
    }

    /** The record, to be read before the next one begins; position 0, limit at the end. */
    ByteBuffer finished() {
        return out.flip();
    }

    void rule(byte tag, Rule rule) {
        int begin = begin(tag);
        text((byte) 1, rule.id());
        number((byte) 2, rule.signatureId());
        number((byte) 3, rule.revision());
        text((byte) 4, rule.title());
        text((byte) 5, rule.area());
        text((byte) 6, rule.level().name());
        text((byte) 7, rule.confidence().name());
        for (Technique technique : rule.techniques()) {
            list(
                    (byte) 8,
                    List.of(technique.id(), technique.name(), technique.tacticId(), technique.tacticName()),
                    t -> t);
        }
        text((byte) 9, rule.description());
        map((byte) 10, rule.recommendation());
        text((byte) 11, rule.telling().phase());
        map((byte) 12, rule.telling().story());
        map((byte) 13, rule.telling().check());
        end(begin);
    }

    void party(byte tag, Party party) {
        int begin = begin(tag);
        address((byte) 1, party.ip());
        text((byte) 2, party.mac());
        text((byte) 3, party.host());
        text((byte) 4, party.user());
        end(begin);
    }

    void connection(byte tag, ConnectionRef connection) {
        int begin = begin(tag);
        number((byte) 1, connection.uid());
        address((byte) 2, connection.origHost());
        number((byte) 3, connection.origPort());
        address((byte) 4, connection.respHost());
        number((byte) 5, connection.respPort());
        number((byte) 6, connection.proto());
        number((byte) 7, connection.vlan());
        number((byte) 8, connection.innerVlan());
        number((byte) 9, connection.iface());
        number((byte) 10, connection.packetNumber());
        end(begin);
    }

    void address(byte tag, @Nullable IpAddress address) {
        text(tag, address == null ? null : address.toString());
    }

    void text(byte tag, @Nullable String text) {
        if (text != null) {
            int begin = begin(tag);
            bytes(text);
            end(begin);
        }
    }

    void number(byte tag, long number) {
        int begin = begin(tag);
        room(Long.BYTES).putLong(number);
        end(begin);
    }

    <T> void list(byte tag, List<T> list, Function<T, String> text) {
        int begin = begin(tag);
        for (T element : list) {
            element(text.apply(element));
        }
        end(begin);
    }

    void map(byte tag, Map<String, String> map) {
        int begin = begin(tag);
        map.forEach((key, value) -> {
            element(key);
            element(value);
        });
        end(begin);
    }

    private void element(String text) {
        int begin = room(LENGTH).position();
        out.putInt(0);
        bytes(text);
        end(begin + LENGTH);
    }

    private void bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(utf8.length).put(utf8);
    }

    /** @return where the content begins */
    int begin(byte tag) {
        room(1 + LENGTH).put(tag).putInt(0);
        return out.position();
    }

    void end(int begin) {
        out.putInt(begin - LENGTH, out.position() - begin);
    }

    private ByteBuffer room(int more) {
        if (out.remaining() < more) {
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), Math.max(2 * out.capacity(), out.position() + more)))
                    .position(out.position());
        }
        return out;
    }
}
