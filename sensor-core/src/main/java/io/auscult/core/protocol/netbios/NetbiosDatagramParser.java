package io.auscult.core.protocol.netbios;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;
import java.util.List;

/** NetBIOS datagrams of one flow: who sends them, and what the browser service announces in them. Sets no service: Zeek has no name for it. */
public final class NetbiosDatagramParser implements ProtocolParser {
    public static final EventType BROWSER =
            EventType.of("browser", "A Windows or Samba host, master or domain announced itself to its network.");
    static final Field COMMAND = BROWSER.text("command", "host, local_master or domain.");
    static final Field NAME = BROWSER.text("name", "Who is announced.");
    static final Field SYSTEM = BROWSER.text("system", "Version of its operating system.");
    static final Field SERVER_TYPE =
            BROWSER.count("server_type", "What it is, one bit each, as [MS-BRWS] counts them.");
    static final Field COMMENT = BROWSER.text("comment", "What it says of itself.");
    static final Field SOURCE = BROWSER.text("source_name", "The NetBIOS name that sent it.");
    static final Field DESTINATION = BROWSER.text("destination_name", "The NetBIOS name it went to.");

    private static final int PORT = 138;

    public static final Protocol PROTOCOL = new Protocol(
            "netbios_dgm",
            false,
            true,
            List.of(PORT),
            NetbiosDatagramParser::probe,
            NetbiosDatagramParser::new,
            List.of(BROWSER, HostNames.HOST_NAME));

    private static final int MAX_COMMENT = 43; // bytes, [MS-BRWS] 2.2.1
    private static final int MAX_NAME = 16;
    private static final int WORKSTATION = 0x00, SERVER = 0x20;

    private final BrowserAnnouncement announcement = new BrowserAnnouncement();
    private final TextSlot source = new TextSlot(MAX_NAME);
    private final TextSlot text = new TextSlot(MAX_COMMENT);
    private int lastHash;

    static Verdict probe(StreamView first) {
        return NetbiosDatagram.isDatagram(first) ? Verdict.YES : Verdict.NO;
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!NetbiosDatagram.isDatagram(in)) {
            return in.length();
        }
        int kind = NetbiosDatagram.source(in, source);
        if (kind == WORKSTATION || kind == SERVER) {
            ConnectionId c = in.connection();
            boolean orig = in.isOrig();
            HostNames.learned(out, orig ? c.origHigh : c.respHigh, orig ? c.origLow : c.respLow, source, "netbios");
        }
        if (announcement.wrap(in, NetbiosDatagram.MIN_LENGTH) && announcement.hash() != lastHash) {
            lastHash = announcement.hash();
            write(in, out);
        }
        return in.length();
    }

    private void write(StreamView in, EventWriter out) {
        out.begin(BROWSER);
        out.set(
                COMMAND,
                switch (announcement.command()) {
                    case BrowserAnnouncement.HOST -> "host";
                    case BrowserAnnouncement.DOMAIN -> "domain";
                    default -> "local_master";
                });
        announcement.name(text);
        text.to(out, NAME);
        announcement.system(text);
        text.to(out, SYSTEM);
        out.set(SERVER_TYPE, announcement.type());
        announcement.comment(text);
        if (text.length() > 0) {
            text.to(out, COMMENT);
        }
        source.to(out, SOURCE);
        NetbiosDatagram.destination(in, text);
        text.to(out, DESTINATION);
        out.end();
    }

    @Override
    public void reset() {
        lastHash = 0;
    }
}
