package io.auscult.core.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/**
 * An interface that can be listened to, as pcap4j finds it. Immutable.
 *
 * @param description empty where the system has none
 * @param running whether a cable or a peer is there
 */
public record LiveInterface(
        String name, String description, List<InetAddress> addresses, boolean up, boolean running, boolean loopback) {
    /**
     * All interfaces of this machine, needs no rights.
     *
     * @throws IOException libpcap is missing, or what it said
     */
    public static List<LiveInterface> all() throws IOException {
        LibPcap.require();
        try {
            return Pcaps.findAllDevs().stream().map(LiveInterface::of).toList();
        } catch (PcapNativeException | LinkageError e) {
            throw new IOException("interfaces cannot be listed: " + e.getMessage(), e);
        }
    }

    private static LiveInterface of(PcapNetworkInterface device) {
        return new LiveInterface(
                device.getName(),
                device.getDescription() == null ? "" : device.getDescription(),
                device.getAddresses().stream()
                        .map(address -> address.getAddress())
                        .filter(address -> address != null)
                        .toList(),
                device.isUp(),
                device.isRunning(),
                device.isLoopBack());
    }
}
