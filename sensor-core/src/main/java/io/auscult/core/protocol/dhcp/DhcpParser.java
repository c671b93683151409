package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;
import java.util.List;

/**
 * DHCP messages, RFC 2131, one internal event each; {@link DhcpExchanges} makes the log of them. BOOTP without a DHCP message type is none.
 * <pre>
 *  | op | htype | hlen | hops |        xid        |  secs  |  flags  |    0
 *  |      ciaddr       |      yiaddr       |      siaddr     | giaddr |  12
 *  | chaddr (16) | sname (64) | file (128) | cookie | options ...     |  28
 * </pre>
 */
public final class DhcpParser implements ProtocolParser {
    /** For detectors too: which server said what. */
    public static final EventType MESSAGE = EventType.internal("dhcp_message", "One DHCP message.");

    public static final Field XID = MESSAGE.count("xid", "The exchange that it belongs to.");
    public static final Field IS_REQUEST = MESSAGE.bool("is_request", "From a client, not a server.");
    public static final Field TYPE = MESSAGE.count("type", "Message type, option 53.");
    public static final Field CHADDR = MESSAGE.text("chaddr", "The client's hardware address.");
    public static final Field CIADDR = MESSAGE.address("ciaddr", "The address that the client has.");
    public static final Field YIADDR = MESSAGE.address("yiaddr", "The address that the client gets.");
    public static final Field GIADDR = MESSAGE.address("giaddr", "The relay between them.");
    public static final Field SERVER_ID =
            MESSAGE.address("server_id", "The server that is meant or speaks, option 54.");
    public static final Field REQUESTED_ADDR = MESSAGE.address("requested_addr", "Option 50.");
    public static final Field LEASE_TIME = MESSAGE.interval("lease_time", "Option 51.");
    public static final Field CLIENT_MAC = MESSAGE.text("client_mac", "Hardware address in the client id, option 61.");
    public static final Field HOST_NAME = MESSAGE.text("host_name", "Option 12.");
    public static final Field CLIENT_FQDN = MESSAGE.text("client_fqdn", "Option 81.");
    public static final Field DOMAIN = MESSAGE.text("domain", "Option 15.");
    public static final Field TEXT = MESSAGE.text("text", "What it says to people, option 56.");
    public static final Field VENDOR_CLASS = MESSAGE.text("vendor_class", "Option 60.");
    public static final Field PARAMETERS = MESSAGE.text("parameters", "Options asked for, option 55.");

    public static final Protocol PROTOCOL = new Protocol(
            "dhcp",
            false,
            true,
            List.of(67, 68, 4011),
            DhcpProbe::probe,
            DhcpParser::new,
            List.of(MESSAGE, DhcpExchanges.DHCP, HostNames.HOST_NAME));

    static final int BOOTREQUEST = 1;
    static final int BOOTREPLY = 2;
    private static final int CHADDR_AT = 28;
    private static final int CHADDR_LENGTH = 16;
    private static final long NS = 1_000_000_000L;
    private static final long MAPPED = IpAddress.lowOfIpv4(0);

    private final DhcpOptions options = new DhcpOptions();
    private final TextSlot chaddr = new TextSlot(32);

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!DhcpProbe.isMessage(in)) {
            return REJECT;
        }
        options.read(in);
        if (options.type != 0) {
            in.confirm();
            write(in, out);
        }
        return in.length();
    }

    private void write(StreamView in, EventWriter out) {
        out.begin(MESSAGE);
        out.set(XID, in.u32(4));
        out.set(IS_REQUEST, in.u8(0) == BOOTREQUEST);
        out.set(TYPE, options.type);
        chaddr.clear();
        DhcpOptions.mac(chaddr, in, CHADDR_AT, CHADDR_LENGTH);
        chaddr.to(out, CHADDR);
        address(out, CIADDR, in.u32(12));
        address(out, YIADDR, in.u32(16));
        address(out, GIADDR, in.u32(24));
        address(out, SERVER_ID, options.serverId);
        address(out, REQUESTED_ADDR, options.requestedAddress);
        if (options.leaseTime >= 0) {
            out.set(LEASE_TIME, options.leaseTime * NS);
        }
        options.clientMac.to(out, CLIENT_MAC);
        options.hostName.to(out, HOST_NAME);
        options.clientFqdn.to(out, CLIENT_FQDN);
        options.domain.to(out, DOMAIN);
        options.message.to(out, TEXT);
        options.vendorClass.to(out, VENDOR_CLASS);
        options.parameters.to(out, PARAMETERS);
        out.end();
    }

    private static void address(EventWriter out, Field field, long ipv4) {
        if (ipv4 != 0) {
            out.setAddress(field, 0, MAPPED | ipv4);
        }
    }

    @Override
    public void reset() {
        options.clear();
    }
}
