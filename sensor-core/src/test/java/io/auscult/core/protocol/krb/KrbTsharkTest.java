package io.auscult.core.protocol.krb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.RealCaptures;
import io.auscult.core.protocol.Tshark;
import io.auscult.core.protocol.Tshark.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Kerberos in real captures, held against what Wireshark reads: of the answers of key distribution centres, 97 of 100 agree in service and encryption
 * of ticket and reply, those with a ticket for a service in the client's name and realm too, or in the number of the error.
 */
class KrbTsharkTest {
    private static final double GOAL = 0.97;
    private static final String FILTER =
            "(kerberos.msg_type == 11 || kerberos.msg_type == 13 || kerberos.msg_type == 30)"
                    + " && (tcp.port == 88 || udp.port == 88)"
                    + " && !tcp.analysis.retransmission && !tcp.analysis.spurious_retransmission";

    private int expected;
    private int found;
    private final List<String> missing = new ArrayList<>();

    @Test
    void shouldReadWhatWiresharkReads() throws IOException, InterruptedException {
        assumeTrue(RealCaptures.areHere(), "no captures at " + RealCaptures.ROOT.toAbsolutePath());
        assumeTrue(Tshark.isInstalled(), "no tshark");
        for (Path capture : RealCaptures.all()) {
            List<String> ours = ours(capture);
            if (!ours.isEmpty() || capture.getFileName().toString().contains("krb")) {
                List<String> theirs = new ArrayList<>();
                Tshark.read(capture, FILTER, packet -> answers(packet, theirs));
                compare(capture, theirs, ours);
            }
        }

        assertThat(expected).as("answers that Wireshark reads").isGreaterThan(200);
        assertThat((double) found / expected)
                .as("%d of %d answers agree; missing: %s", found, expected, String.join("\n", missing))
                .isGreaterThanOrEqualTo(GOAL);
    }

    private void compare(Path capture, List<String> theirs, List<String> ours) {
        for (String answer : theirs) {
            expected++;
            if (ours.remove(answer)) {
                found++;
            } else {
                missing.add(RealCaptures.ROOT.relativize(capture) + ": " + answer);
            }
        }
    }

    private static List<String> ours(Path capture) throws IOException, InterruptedException {
        List<String> ours = new ArrayList<>();
        RealCaptures.replay(capture, event -> {
            boolean answered = event.type() == KrbLog.KERBEROS
                    && event.has(KrbLog.SUCCESS)
                    && !"AP".equals(text(event, KrbLog.MESSAGE));
            if (answered && event.flag(KrbLog.SUCCESS)) {
                boolean asRequested = text(event, KrbLog.REQUEST_TYPE).equals("AS"); // as Zeek has it
                ours.add((asRequested ? "AS" : text(event, KrbLog.CLIENT)) + " " + text(event, KrbLog.SERVICE) + " "
                        + text(event, KrbLog.CIPHER) + " " + text(event, KrbLog.REPLY_CIPHER));
            } else if (answered) {
                ours.add("error " + event.number(KrbLog.ERROR_CODE));
            }
        });
        return ours;
    }

    private static String text(Event event, Field field) {
        return event.has(field) ? event.text(field) : "";
    }

    private static void answers(Node packet, List<String> into) {
        for (String kind : new String[] {"kerberos.as_rep_element", "kerberos.tgs_rep_element"}) {
            for (Node reply : packet.all(kind)) {
                Node ticket = reply.find("kerberos.ticket_element");
                Node sealed = child(reply, "kerberos.enc_part_element");
                if (ticket != null && sealed != null) {
                    String client = names(reply.find("kerberos.cname_element"), "kerberos.CNameString") + "/"
                            + reply.value("kerberos.crealm");
                    into.add((kind.contains("as_rep") ? "AS" : client) + " "
                            + names(ticket, "kerberos.SNameString") + " "
                            + etype(child(ticket, "kerberos.enc_part_element")) + " " + etype(sealed));
                }
            }
        }
        for (Node error : packet.all("kerberos.krb_error_element")) {
            into.add("error " + error.value("kerberos.error_code"));
        }
    }

    private static Node child(Node node, String name) {
        return node.children().stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String etype(Node sealed) {
        return sealed == null ? "" : KrbCodes.etype(Integer.parseInt(sealed.value("kerberos.etype")));
    }

    private static String names(Node node, String name) {
        return node == null ? "" : node.all(name).stream().map(Node::show).collect(Collectors.joining("/"));
    }
}
