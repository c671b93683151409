package io.auscult.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.decode.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketRingTest {
    private static final int SNAPLEN = 2000;

    private final PacketRing ring = new PacketRing(EvidenceSettings.MIN_MEMORY, SNAPLEN);
    private final Packet packet = new Packet();
    private long blocks;
    private long next = 1;

    /** What packet {@code number} carries: known from its number alone. */
    private static byte[] content(long number) {
        byte[] bytes = new byte[new Random(number).nextInt(60, 3000)];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    /** The capture thread takes a block. */
    private void fill(int packets) {
        PacketBlock block = new PacketBlock();
        block.begin(blocks++, next);
        int at = 0;
        for (int i = 0; i < packets; i++) {
            byte[] bytes = content(next + i);
            System.arraycopy(bytes, 0, block.bytes(), at, bytes.length);
            block.add(at, bytes.length, bytes.length + 5, 1000 + next + i, 1, 3);
            at += bytes.length;
        }
        ring.onBlock(block);
        for (int i = 0; i < packets; i++) {
            packet.number = next + i;
            packet.type = Packet.Type.UDP;
            packet.srcLow = next + i;
            packet.dstLow = 7;
            packet.srcPort = 53;
            packet.dstPort = 60_000;
            packet.flowHash = (int) (next + i);
            ring.onPacket(packet);
        }
        next += packets;
    }

    private void checkAllHeld() {
        ByteBuffer out = ByteBuffer.allocate(4000);
        for (long number = ring.tail(); number <= ring.end(); number++) {
            int slot = ring.slot(number);
            byte[] expected = content(number);
            int kept = Math.min(SNAPLEN, expected.length);
            assertThat(ring.timestampNs(slot)).isEqualTo(1000 + number);
            assertThat(ring.kept(slot)).isEqualTo(kept);
            assertThat(ring.wire(slot)).isEqualTo(expected.length + 5);
            assertThat(ring.flow(slot)).isEqualTo((int) number);
            assertThat(ring.ports(slot)).isEqualTo(53 << 16 | 60_000);
            assertThat(ring.iface(slot)).isEqualTo(3);
            ring.copy(slot, kept, out.clear());
            assertThat(Arrays.equals(out.array(), 0, kept, expected, 0, kept)).isTrue();
        }
    }

    @Test
    void shouldHoldNothingBeforeTheFirstBlock() {
        assertThat(ring.tail()).isGreaterThan(ring.end());
        fill(0);
        ring.settle();
        assertThat(ring.tail()).isGreaterThan(ring.end());
    }

    @Test
    void shouldHoldTheLastPacketsAsTheyWereAfterManyRounds() {
        for (int i = 0; i < 400; i++) {
            fill(i % 300);
            ring.settle();
            assertThat(ring.end()).isEqualTo(next - 1);
            if (i % 40 == 39) {
                checkAllHeld();
            }
        }
        assertThat(ring.tail()).isGreaterThan(1);
        long bytes = 0;
        for (long number = ring.tail(); number <= ring.end(); number++) {
            bytes += ring.kept(ring.slot(number));
        }
        assertThat(bytes).isGreaterThan(6_000_000); // of 16 MiB, less what the capture thread may be ahead
    }

    @Test
    void shouldKeepWhatMaySeenWhileTheCaptureThreadIsAhead() {
        for (int i = 0; i < 60; i++) {
            fill(680);
            ring.settle();
        }
        for (int ahead = 0; ahead < PacketRing.AHEAD - 1; ahead++) {
            fill(680);
            checkAllHeld();
        }
    }

    @Test
    void shouldHoldTheSameHoweverFarTheCaptureThreadIsAhead() {
        PacketRingTest other = new PacketRingTest();
        for (int i = 0; i < 100; i++) {
            fill(500);
            ring.settle();
            other.fill(500);
            if (i >= 3) {
                other.ring.settle(); // three blocks behind
            }
        }
        for (int i = 0; i < 3; i++) {
            other.ring.settle();
        }
        assertThat(other.ring.tail()).isEqualTo(ring.tail());
        assertThat(other.ring.end()).isEqualTo(ring.end());
    }

    @Test
    void shouldHoldManySmallPacketsInASlotEach() {
        PacketBlock block = new PacketBlock();
        for (int i = 0; i < 100; i++) {
            block.begin(blocks++, next);
            for (int k = 0; k < PacketBlock.MAX_PACKETS; k++) {
                block.add(0, 1, 1, next + k, 1, 0);
            }
            ring.onBlock(block);
            next += PacketBlock.MAX_PACKETS;
            ring.settle();
            assertThat(ring.end() - ring.tail()).isLessThan(ring.slots());
        }
        for (long number = ring.tail(); number <= ring.end(); number++) {
            assertThat(ring.timestampNs(ring.slot(number))).isEqualTo(number);
        }
        assertThat(ring.end() - ring.tail()).isGreaterThan(32_768);
    }
}
