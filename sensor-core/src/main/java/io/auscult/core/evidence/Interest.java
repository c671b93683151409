package io.auscult.core.evidence;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Party;
import io.auscult.core.decode.FlowHash;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which packets an alert is about: its connection; what passed between actor and targets on the ports it names; ARP messages of the stations it names where there is
 * no connection. An alert with more targets, or ports, than it lists is about all of them. Immutable, as large as the alert's samples.
 */
final class Interest {
    private final int flow; // 0 for no connection
    private final long orig;
    private final long resp;
    private final long actor; // 0 when its address is not known
    private final boolean anyTarget;
    private final long[] targets;
    private final boolean anyPort;
    private final int[] ports;
    private final int[] stations; // hardware addresses of ARP senders

    private Interest(
            ConnectionRef connection,
            long actor,
            boolean anyTarget,
            long[] targets,
            boolean anyPort,
            int[] ports,
            int[] stations) {
        IpAddress origHost = connection.origHost();
        IpAddress respHost = connection.respHost();
        if (origHost == null || respHost == null) {
            flow = 0;
            orig = 0;
            resp = 0;
        } else {
            flow = FlowHash.flow(
                    origHost.high(),
                    origHost.low(),
                    connection.origPort(),
                    respHost.high(),
                    respHost.low(),
                    connection.respPort(),
                    connection.proto());
            orig = key(origHost);
            resp = key(respHost);
        }
        this.actor = actor;
        this.anyTarget = anyTarget;
        this.targets = targets;
        this.anyPort = anyPort;
        this.ports = ports;
        this.stations = stations;
    }

    static Interest of(Alert alert) {
        ConnectionRef connection = alert.connection();
        long actor = key(alert.actor().ip());
        TreeSet<Long> targets = new TreeSet<>();
        alert.targets().forEach(target -> targets.add(key(target)));
        targets.add(key(alert.target().ip()));
        if (key(connection.origHost()) == actor) {
            targets.add(key(connection.respHost()));
        } else if (key(connection.respHost()) == actor) {
            targets.add(key(connection.origHost()));
        }
        targets.remove(0L);
        TreeSet<Integer> ports = new TreeSet<>(alert.ports());
        boolean isConnected = connection.origHost() != null;
        if (isConnected) {
            ports.add(connection.respPort());
        }
        return new Interest(
                connection,
                actor,
                targets.isEmpty() || alert.targetCount() > alert.targets().size(),
                targets.stream().mapToLong(Long::longValue).toArray(),
                ports.isEmpty() || alert.portCount() > alert.ports().size(),
                ports.stream().mapToInt(Integer::intValue).toArray(),
                isConnected ? new int[0] : stations(alert.actor(), alert.target()));
    }

    private static long key(@Nullable IpAddress address) {
        return address == null ? 0 : FlowHash.address(address.high(), address.low());
    }

    private static int[] stations(Party... parties) {
        List<Integer> stations = new ArrayList<>();
        for (Party party : parties) {
            if (party.mac() != null) {
                stations.add(PacketRing.hardware(Long.parseLong(party.mac().replace(":", ""), 16)));
            }
        }
        return stations.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether it can cover anything at all. */
    boolean isOfPackets() {
        return flow != 0 || actor != 0 || targets.length > 0 || stations.length > 0;
    }

    /** Whether the packet in that slot belongs to the connection itself. */
    boolean isOfConnection(PacketRing ring, int slot) {
        if (flow == 0 || ring.flow(slot) != flow) {
            return false;
        }
        long src = ring.src(slot);
        long dst = ring.dst(slot);
        return src == orig && dst == resp || src == resp && dst == orig;
    }

    /** Whether it is about the packet in that slot. */
    boolean covers(PacketRing ring, int slot) {
        long src = ring.src(slot);
        long dst = ring.dst(slot);
        int itsPorts = ring.ports(slot);
        if (itsPorts == PacketRing.ARP && contains(stations, ring.flow(slot))) {
            return true;
        }
        if (actor == 0) {
            return (contains(targets, src) || contains(targets, dst)) && hasPort(itsPorts)
                    || isOfConnection(ring, slot);
        }
        boolean isBetween = src == actor
                ? anyTarget || contains(targets, dst)
                : dst == actor && (anyTarget || contains(targets, src));
        return isBetween && hasPort(itsPorts) || isOfConnection(ring, slot);
    }

    private boolean hasPort(int itsPorts) {
        return anyPort
                || itsPorts < 0 && itsPorts >= PacketRing.ARP
                || contains(ports, itsPorts >>> 16)
                || contains(ports, itsPorts & 0xFFFF);
    }

    private static boolean contains(long[] keys, long key) {
        for (long each : keys) {
            if (each == key) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(int[] keys, int key) {
        for (int each : keys) {
            if (each == key) {
                return true;
            }
        }
        return false;
    }

    /** Adds the addresses of which every packet that it covers has one. */
    void addTo(AddressFilter filter) {
        if (actor != 0) {
            filter.add(actor);
        } else {
            for (long target : targets) {
                filter.add(target);
            }
        }
        if (flow != 0) {
            filter.add(orig);
        }
        for (int station : stations) {
            filter.addStation(station);
        }
    }
}
