package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.identity.HostNames;
import java.util.List;

/** DHCPv6 messages, RFC 8415, one internal event each, relays peeled off; {@link Dhcp6Exchanges} makes the log of them. On the flow's lane. */
public final class Dhcp6Parser implements ProtocolParser {
    /** For detectors too: which server said what. */
    public static final EventType MESSAGE = EventType.internal("dhcpv6_message", "One DHCPv6 message.");

    public static final Field XID = MESSAGE.count("xid", "The transaction that it belongs to.");
    public static final Field IS_REQUEST = MESSAGE.bool("is_request", "From a client, not a server.");
    public static final Field TYPE = MESSAGE.count("type", "Message type, inside all relays.");
    public static final Field CLIENT = MESSAGE.address("client", "The client's address on its link.");
    public static final Field SERVER = MESSAGE.address("server", "Who sent an answer.");
    public static final Field CLIENT_DUID = MESSAGE.text("client_duid", "Option 1 in hexadecimal digits.");
    public static final Field SERVER_DUID = MESSAGE.text("server_duid", "Option 2 in hexadecimal digits.");
    public static final Field MAC = MESSAGE.text("mac", "The client's hardware address, from its DUID or a relay.");
    public static final Field ADDRESSES = MESSAGE.addressList("addresses", "Asked for or given.");
    public static final Field PREFIX = MESSAGE.text("prefix", "Asked for or given, the first.");
    public static final Field LEASE_TIME = MESSAGE.interval("lease_time", "Longest lifetime of them.");
    public static final Field CLIENT_FQDN = MESSAGE.text("client_fqdn", "Option 39.");
    public static final Field DOMAIN = MESSAGE.text("domain", "Option 24, the first.");
    public static final Field DNS_SERVERS = MESSAGE.addressList("dns_servers", "Option 23.");
    public static final Field STATUS = MESSAGE.text("status", "Option 13, where it is.");
    public static final Field TEXT = MESSAGE.text("text", "What the status says to people.");
    public static final Field VENDOR_CLASS = MESSAGE.text("vendor_class", "Option 16.");
    public static final Field PARAMETERS = MESSAGE.text("parameters", "Options asked for, option 6.");
    public static final Field RELAYS = MESSAGE.addressList("relays", "The links that it was relayed from.");

    public static final Protocol PROTOCOL = new Protocol(
            "dhcpv6",
            false,
            true,
            List.of(546, 547),
            Dhcp6Probe::probe,
            Dhcp6Parser::new,
            List.of(MESSAGE, Dhcp6Exchanges.DHCPV6, HostNames.HOST_NAME));

    private static final CodeNames STATUS_CODES =
            CodeNames.load(Dhcp6Parser.class, "status-codes-6.tsv", "unknown-status-");
    private static final long NS = 1_000_000_000L;

    /** One bit for each type that a client sends. */
    private static final long REQUESTS =
            bits(1, 3, 4, 5, 6, 8, 9, 11, 14, 20, 22, 36); // the others are a server's, or between servers

    private final Dhcp6Options options = new Dhcp6Options();

    private static long bits(int... types) {
        long bits = 0;
        for (int type : types) {
            bits |= 1L << type;
        }
        return bits;
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (Dhcp6Probe.options(in) < 0) {
            return REJECT;
        }
        if (options.read(in)) {
            in.confirm();
            write(in, out);
        }
        return in.length();
    }

    private void write(StreamView in, EventWriter out) {
        boolean isRequest = options.type <= Dhcp6Options.LAST_TYPE && (REQUESTS >>> options.type & 1) != 0;
        ConnectionId c = in.connection();
        out.begin(MESSAGE);
        out.set(XID, options.transaction);
        out.set(IS_REQUEST, isRequest);
        out.set(TYPE, options.type);
        if (options.relayed) {
            out.setAddress(CLIENT, options.peerHigh, options.peerLow);
        } else if (isRequest == in.isOrig()) {
            out.setAddress(CLIENT, c.origHigh, c.origLow);
        } else {
            out.setAddress(CLIENT, c.respHigh, c.respLow);
        }
        if (!isRequest) {
            out.setAddress(SERVER, in.isOrig() ? c.origHigh : c.respHigh, in.isOrig() ? c.origLow : c.respLow);
        }
        options.clientDuid.to(out, CLIENT_DUID);
        options.serverDuid.to(out, SERVER_DUID);
        options.mac.to(out, MAC);
        options.addresses.to(out, ADDRESSES);
        options.prefix.to(out, PREFIX);
        if (options.leaseTime >= 0) {
            out.set(LEASE_TIME, options.leaseTime * NS);
        }
        options.clientFqdn.to(out, CLIENT_FQDN);
        options.domain.to(out, DOMAIN);
        options.dnsServers.to(out, DNS_SERVERS);
        if (options.status >= 0) {
            STATUS_CODES.to(out, STATUS, options.status);
        }
        options.statusMessage.to(out, TEXT);
        options.vendorClass.to(out, VENDOR_CLASS);
        options.parameters.to(out, PARAMETERS);
        options.relays.to(out, RELAYS);
        out.end();
    }

    @Override
    public void reset() {
        options.clear();
    }
}
