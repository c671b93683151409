package io.auscult.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every real capture at hand: nothing throws, nothing points outside its packet, every packet is accounted for, twice alike. */
class RealCapturesTest {
    private static final Path CAPTURES =
            Path.of(System.getProperty("auscult.shared", "../../shared")).resolve("captures");

    private final PacketBlock block = new PacketBlock();
    private final EventBlock events = new EventBlock();
    private final Packet packet = new Packet();
    private final Packet again = new Packet();
    private long packets;

    @Test
    void shouldDecodeEveryRealCapture() throws IOException {
        assumeTrue(Files.isDirectory(CAPTURES), "no captures at " + CAPTURES.toAbsolutePath());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(CAPTURES)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        int read = 0;
        for (Path file : files) {
            try (PacketSource source = CaptureFiles.open(file)) {
                decodeAll(file, source);
                read++;
            } catch (IOException notACapture) {
                continue;
            }
        }

        assertThat(read).isGreaterThan(2_000);
        assertThat(packets).isGreaterThan(250_000);
    }

    private void decodeAll(Path file, PacketSource source) throws IOException {
        Counters counters = new Counters();
        EventWriter weird = new EventWriter(counters);
        weird.into(events);
        PacketDecoder decoder = new PacketDecoder(counters, DecodeSettings.DEFAULT);
        PacketDecoder second = PacketDecoder.second(new Counters(), DecodeSettings.DEFAULT);
        long received = 0;
        long processed = 0;
        boolean more = true;
        for (long number = 0; more; number++) {
            block.begin(number, received + 1);
            events.begin(number);
            more = source.fill(block);
            for (int i = 0; i < block.count(); i++) {
                block.shard(i, 0);
                weird.at(block.timestampNs(i), ++received);
                decoder.decode(block, i, packet, weird);
                staysInside(file, i);
                if (packet.type != Packet.Type.DROPPED && packet.type != Packet.Type.FRAGMENT) {
                    processed++;
                    second.decode(block, i, again, weird);
                    isTheSame(file, i);
                }
            }
        }
        decoder.end();
        packets += received;
        long dropped = 0;
        for (Counter counter : Counter.values()) {
            dropped += counter.name().startsWith("PACKETS_DROPPED_") ? counters.get(counter) : 0;
        }
        assertThat(processed + counters.get(Counter.PACKETS_PROCESSED) + dropped)
                .as("packets of %s", file)
                .isEqualTo(received);
    }

    private void staysInside(Path file, int i) {
        Packet p = packet;
        int begin = block.offset(i);
        int end = begin + block.captured(i);
        boolean sound = switch (p.type) {
            case DROPPED -> p.dropReason != null;
            case FRAGMENT -> true;
            default ->
                p.payloadCaptured >= 0
                        && p.payloadCaptured <= p.payloadLength
                        && p.payloadOffset >= begin
                        && p.payloadOffset + p.payloadCaptured <= end + (p.payloadCaptured == 0 ? 60 : 0)
                        && p.optionsLength >= 0
                        && p.optionsOffset + p.optionsLength <= end;
        };
        assertThat(sound).as("packet %d of %s: %s", p.number, file, p.type).isTrue();
    }

    private void isTheSame(Path file, int i) {
        boolean same = again.type == packet.type
                && again.bytes == packet.bytes
                && again.flowHash == packet.flowHash
                && again.pairHash == packet.pairHash
                && again.payloadOffset == packet.payloadOffset
                && again.payloadLength == packet.payloadLength
                && again.payloadCaptured == packet.payloadCaptured
                && again.ipLength == packet.ipLength
                && again.vlan == packet.vlan
                && again.tunnelCount == packet.tunnelCount
                && again.transportChecksumBad == packet.transportChecksumBad;
        assertThat(same)
                .as("second pass over packet %d of %s", packet.number, file)
                .isTrue();
        assertThat(block.shard(i)).isNotEqualTo(PacketBlock.NO_SHARD);
    }
}
