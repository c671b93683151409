package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A pcapng file as the test reads it, block by block, by the draft and not by the sensor's own reader.
 *
 * @param comments of the section
 */
record EvidenceFileContent(List<String> comments, List<Captured> packets) {
    /** @param number in the first capture @param bytes as captured */
    record Captured(long number, long timestampNs, byte[] bytes, int wire, List<String> comments) {}

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;

    static EvidenceFileContent read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> comments = new ArrayList<>();
        List<Captured> packets = new ArrayList<>();
        int interfaces = 0;
        while (in.hasRemaining()) {
            int start = in.position();
            int type = in.getInt();
            int length = in.getInt();
            assertThat(length % 4).isZero();
            assertThat(in.getInt(start + length - 4)).isEqualTo(length);
            ByteBuffer body = in.slice(start + 8, length - 12).order(ByteOrder.LITTLE_ENDIAN);
            switch (type) {
                case SECTION_HEADER -> {
                    assertThat(start).isZero();
                    assertThat(body.getInt()).isEqualTo(0x1A2B3C4D);
                    body.position(16);
                    options(body, comments);
                }
                case INTERFACE -> {
                    interfaces++;
                    body.position(8);
                    options(body, new ArrayList<>());
                }
                case PACKET -> {
                    assertThat(body.getInt()).isBetween(0, interfaces - 1);
                    packets.add(packet(body));
                }
                default -> throw new AssertionError("block type " + type);
            }
            in.position(start + length);
        }
        return new EvidenceFileContent(comments, packets);
    }

    private static Captured packet(ByteBuffer body) {
        long ns = (long) body.getInt() << 32 | body.getInt() & 0xFFFF_FFFFL;
        byte[] bytes = new byte[body.getInt()];
        int wire = body.getInt();
        body.get(bytes).position(body.position() + 3 & ~3);
        List<String> comments = new ArrayList<>();
        return new Captured(options(body, comments), ns, bytes, wire, comments);
    }

    /** @return the packet's number, when it is told */
    private static long options(ByteBuffer body, List<String> comments) {
        long number = 0;
        while (true) {
            int code = body.getShort();
            byte[] value = new byte[body.getShort()];
            body.get(value).position(body.position() + 3 & ~3);
            if (code == 0) {
                assertThat(body.hasRemaining()).isFalse();
                return number;
            }
            if (code == 1) {
                comments.add(new String(value, StandardCharsets.UTF_8));
            }
            if (code == 5) {
                number = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
            }
        }
    }
}
