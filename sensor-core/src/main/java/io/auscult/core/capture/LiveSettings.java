package io.auscult.core.capture;

/**
 * How interfaces are listened to.
 *
 * @param snapLength bytes kept of a packet, 64 to {@link PacketBlock#MAX_PACKET}
 * @param promiscuous whether to hear what is meant for others, which a mirror port brings
 * @param bufferBytes of the kernel's ring, for each interface
 * @param filter a pcap-filter(7) expression that the kernel applies; empty for everything
 */
public record LiveSettings(int snapLength, boolean promiscuous, int bufferBytes, String filter) {
    public static final LiveSettings DEFAULT = new LiveSettings(PacketBlock.MAX_PACKET, true, 64 << 20, "");

    public LiveSettings {
        if (snapLength < 64 || snapLength > PacketBlock.MAX_PACKET) {
            throw new IllegalArgumentException(
                    "snapLength: " + snapLength + " (expected: 64 to " + PacketBlock.MAX_PACKET + ")");
        }
        if (bufferBytes < 1 << 20) {
            throw new IllegalArgumentException(
                    "bufferBytes: " + bufferBytes + " (expected: at least " + (1 << 20) + ")");
        }
    }
}
