package io.auscult.core.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Everything that a source gave, block after block, and how it ended. */
record Seen(List<SeenPacket> packets, List<String> interfaces, SourceEnd end, String endDetail) {
    /** One packet, taken out of its block. */
    record SeenPacket(long timestampNs, int wire, int linkType, int iface, List<Byte> bytes) {
        int captured() {
            return bytes.size();
        }
    }

    static Seen of(Path file) throws IOException {
        try (PacketSource source = CaptureFiles.open(file)) {
            return of(source, new PacketBlock());
        }
    }

    static Seen of(byte[] file, Path folder) throws IOException {
        return of(Files.write(folder.resolve("given.pcap"), file));
    }

    static Seen of(PacketSource source, PacketBlock block) throws IOException {
        List<SeenPacket> packets = new ArrayList<>();
        boolean more = true;
        for (long number = 0; more; number++) {
            block.begin(number, packets.size() + 1);
            more = source.fill(block);
            for (int i = 0; i < block.count(); i++) {
                packets.add(packet(block, i));
            }
        }
        return new Seen(packets, List.copyOf(source.interfaces()), source.end(), source.endDetail());
    }

    private static SeenPacket packet(PacketBlock block, int i) {
        byte[] bytes = Arrays.copyOfRange(block.bytes(), block.offset(i), block.offset(i) + block.captured(i));
        return new SeenPacket(block.timestampNs(i), block.wire(i), block.linkType(i), block.iface(i), list(bytes));
    }

    static List<Byte> list(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }
}
