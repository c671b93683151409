package io.auscult.export.eve;

import io.auscult.core.event.CommunityId;
import io.auscult.core.event.Event;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What every record begins with: when, where, between whom. One thread; allocates nothing after each interface was seen once. */
final class Heading {
    private static final long FLOW_ID_BITS = (1L << 51) - 1; // as in alerts
    private static final int ICMP = 1, TCP = 6, UDP = 17, GRE = 47, ICMP6 = 58, SCTP = 132;
    private static final int MAX_INTERFACES = 256;

    private static final Key TIMESTAMP = Key.of("{\"timestamp\":");
    private static final Key FLOW_ID = new Key("flow_id");
    private static final Key INTERFACE = new Key("in_iface");
    private static final Key VLAN = new Key("vlan");
    private static final Key SOURCE = new Key("src_ip");
    private static final Key SOURCE_PORT = new Key("src_port");
    private static final Key DESTINATION = new Key("dest_ip");
    private static final Key DESTINATION_PORT = new Key("dest_port");
    private static final Key PROTOCOL = new Key("proto");
    private static final Key ICMP_TYPE = new Key("icmp_type");
    private static final Key ICMP_CODE = new Key("icmp_code");
    private static final Key COMMUNITY_ID = new Key("community_id");
    private static final Key PACKET = new Key("pcap_cnt");
    private static final Key[] EVENT_TYPES = Arrays.stream(EveType.values())
            .map(type -> Key.of(",\"event_type\":\"" + type.key() + '"'))
            .toArray(Key[]::new);

    private final IntFunction<@Nullable String> interfaces;
    private final byte[][] interfaceNames = new byte[MAX_INTERFACES][];
    private final byte[][] protocols = new byte[256][];
    private final CommunityId communityId = new CommunityId();
    private final byte[] communityText = new byte[CommunityId.LENGTH];
    private long communityOf; // uid of the connection whose text it is

    Heading(IntFunction<@Nullable String> interfaces) {
        this.interfaces = interfaces;
        for (int i = 0; i < protocols.length; i++) {
            protocols[i] = protocol(i).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static String protocol(int proto) {
        return switch (proto) {
            case ICMP -> "ICMP";
            case TCP -> "TCP";
            case UDP -> "UDP";
            case GRE -> "GRE";
            case ICMP6 -> "IPv6-ICMP";
            case SCTP -> "SCTP";
            default -> "%03d".formatted(proto);
        };
    }

    /** @return where the record begins, for {@link JsonLine#closeObject} */
    void write(JsonLine line, Event event, EveType type, long timeNs) {
        line.key(TIMESTAMP).isoTime(timeNs, "+0000");
        if (event.hasConnection()) {
            line.key(FLOW_ID).unsigned(event.uid() & FLOW_ID_BITS);
        }
        byte[] name = interfaceName(event.iface());
        if (name.length > 0) {
            line.key(INTERFACE).text(name, 0, name.length);
        }
        line.key(EVENT_TYPES[type.ordinal()]);
        if (event.vlan() != 0) {
            int list = line.key(VLAN).open();
            line.element().unsigned(event.vlan());
            if (event.innerVlan() != 0) {
                line.element().unsigned(event.innerVlan());
            }
            line.closeArray(list);
        }
        if (event.hasConnection()) {
            ends(line, event);
        }
        if (event.packetNumber() > 0) {
            line.key(PACKET).unsigned(event.packetNumber());
        }
    }

    private void ends(JsonLine line, Event event) {
        int proto = event.proto();
        boolean hasPorts = proto == TCP || proto == UDP || proto == SCTP;
        line.key(SOURCE).address(event.origHigh(), event.origLow());
        if (hasPorts) {
            line.key(SOURCE_PORT).unsigned(event.origPort());
        }
        line.key(DESTINATION).address(event.respHigh(), event.respLow());
        if (hasPorts) {
            line.key(DESTINATION_PORT).unsigned(event.respPort());
        }
        line.key(PROTOCOL).text(protocols[proto], 0, protocols[proto].length);
        if (proto == ICMP || proto == ICMP6) {
            line.key(ICMP_TYPE).unsigned(event.origPort());
            line.key(ICMP_CODE).unsigned(event.respPort());
        }
        if (communityOf != event.uid()) {
            communityId.write(
                    communityText,
                    0,
                    event.origHigh(),
                    event.origLow(),
                    event.origPort(),
                    event.respHigh(),
                    event.respLow(),
                    event.respPort(),
                    proto);
            communityOf = event.uid();
        }
        line.key(COMMUNITY_ID).text(communityText, 0, communityText.length);
    }

    private byte[] interfaceName(int index) {
        if (index < 0 || index >= MAX_INTERFACES) {
            return NONE;
        }
        byte[] known = interfaceNames[index];
        if (known == null) {
            String name = interfaces.apply(index);
            if (name == null) {
                return NONE; // perhaps not yet told
            }
            known = name.getBytes(StandardCharsets.UTF_8);
            interfaceNames[index] = known;
        }
        return known;
    }

    private static final byte[] NONE = new byte[0];
}
