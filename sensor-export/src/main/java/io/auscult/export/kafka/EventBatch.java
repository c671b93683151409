package io.auscult.export.kafka;

import io.auscult.core.event.Uid;
import io.auscult.export.JsonLine;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Lines of events with their topics and keys. Of one thread at a time; {@value #MAX_LINES} lines, or as many as make 256 KiB and one more. */
final class EventBatch {
    private static final int MAX_LINES = 2048;
    private static final int MAX_BYTES = 1 << 18;
    private static final int MAX_KEPT = 2 << 20; // bytes of room that one keeps after a giant

    private JsonLine lines = new JsonLine(1 << 14);
    private final int[] ends = new int[MAX_LINES];
    private final long[] uids = new long[MAX_LINES];
    private final String[] topics = new String[MAX_LINES];
    private final byte[] text = new byte[32];
    private int count;

    JsonLine lines() {
        return lines;
    }

    /** The line that was just written. @param uid of its connection, 0 for none */
    void added(String topic, long uid) {
        ends[count] = lines.length();
        uids[count] = uid;
        topics[count] = topic;
        count++;
    }

    boolean isFull() {
        return count == MAX_LINES || lines.length() >= MAX_BYTES;
    }

    int count() {
        return count;
    }

    ProducerRecord<byte[], byte[]> record(int i) {
        int begin = i == 0 ? 0 : ends[i - 1];
        return new ProducerRecord<>(
                topics[i], key(uids[i]), Arrays.copyOfRange(lines.bytes(), begin, ends[i] - 1)); // without its line end
    }

    private byte @Nullable [] key(long uid) {
        return uid == 0 ? null : Arrays.copyOf(text, Uid.write(text, 0, uid));
    }

    void clear() {
        count = 0;
        if (lines.bytes().length > MAX_KEPT) {
            lines = new JsonLine(1 << 14);
        }
        lines.length(0);
    }
}
