package io.auscult.core.protocol.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsParserTest {
    private static final int QUERY = 0x0100; // recursion desired
    private static final int REPLY = 0x8580; // authoritative, recursion desired and available

    private final DnsParser parser = new DnsParser();

    static Bytes header(int id, int flags, int questions, int answers, int authorities, int additionals) {
        return new Bytes().u16(id, flags, questions, answers, authorities, additionals);
    }

    static Bytes name(Bytes to, String name) {
        for (String label : name.split("\\.")) {
            to.u8(label.length()).text(label);
        }
        return to.u8(0);
    }

    static byte[] query(int id, String name, int type) {
        return name(header(id, QUERY, 1, 0, 0, 0), name).u16(type, 1).done();
    }

    /** Begins a reply to a question about {@code name}, whose place is 12. */
    static Bytes reply(int id, int flags, String name, int type, int answers) {
        return name(header(id, flags, 1, answers, 0, 0), name).u16(type, 1);
    }

    static Bytes record(Bytes to, int type, long ttl, byte[] data) {
        return to.u16(0xC00C, type, 1).u32(ttl).u16(data.length).bytes(data);
    }

    private static byte[] framed(byte[] message) {
        return new Bytes().u16(message.length).bytes(message).done();
    }

    @Test
    void shouldPairQueryAndReply() {
        byte[] reply = record(
                        record(reply(7, REPLY, "www.example.org", 1, 2), 5, 60, new byte[] {
                            3, 'c', 'd', 'n', (byte) 0xC0, 0x10
                        }),
                        1,
                        30,
                        new byte[] {10, 0, 0, 9})
                .done();
        assertThat(ParserScript.udp()
                        .ports(40000, 53)
                        .orig(query(7, "WWW.Example.ORG", 1))
                        .resp(reply)
                        .run(parser))
                .containsExactly(
                        "host_name@2 address=10.0.0.9 name=www.example.org source=dns",
                        "dns@1 proto=udp trans_id=7 rtt=1ms query=www.example.org qclass=1 qclass_name=C_INTERNET qtype=1 qtype_name=A"
                                + " rcode=0 rcode_name=NOERROR AA=T TC=F RD=T RA=T Z=0 answers=[cdn.example.org, 10.0.0.9] TTLs=[60, 30] rejected=F"
                                + " opcode=0 opcode_name=query");
    }

    @Test
    void shouldReadTheSameFromAStreamCutAnywhere() {
        ParserScript script = ParserScript.tcp().ports(40000, 53);
        for (int i = 0; i < 5; i++) {
            script.orig(framed(query(i, "host" + i + ".example", 28)));
        }
        for (int i = 4; i >= 0; i--) {
            script.resp(framed(record(reply(i, REPLY, "host" + i + ".example", 28, 1), 28, 5, new byte[16])
                    .done()));
        }
        ParserScript.Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .hasSize(5)
                .allMatch(e -> e.contains("answers=[::]"))
                .last()
                .asString()
                .contains("rtt=9ms query=host0.example");
    }

    @Test
    void shouldLogUnansweredQueriesWhenTheFlowEnds() {
        assertThat(ParserScript.udp()
                        .ports(40000, 53)
                        .orig(query(1, "a.example", 1))
                        .orig(query(2, "b.example", 16))
                        .run(parser))
                .hasSize(2)
                .allMatch(e -> !e.contains("rcode"))
                .last()
                .asString()
                .startsWith(
                        "dns@2 proto=udp trans_id=2 query=b.example qclass=1 qclass_name=C_INTERNET qtype=16 qtype_name=TXT");
    }

    @Test
    void shouldLogTheOldestQueryWhenTooManyWait() {
        ParserScript script = ParserScript.udp().ports(40000, 53);
        for (int i = 0; i < DnsParser.MAX_PENDING + 10; i++) {
            script.orig(query(i, "n" + i + ".example", 1));
        }
        List<String> events =
                script.resp(reply(5, 0x8183, "n5.example", 1, 0).done()).run(parser);
        assertThat(events).hasSize(DnsParser.MAX_PENDING + 11);
        assertThat(events.get(0)).contains("query=n0.example");
        assertThat(events.get(10)).contains("query=n10.example"); // the reply to n5 came too late to find it
        assertThat(events.get(DnsParser.MAX_PENDING + 10)).contains("rcode_name=NXDOMAIN");
    }

    @Test
    void shouldLogTheOldestWhenRepliesWithoutQueriesHoldMuchText() {
        String name = ("a".repeat(60) + ".").repeat(3) + "example";
        ParserScript script = ParserScript.udp().ports(40000, 53);
        for (int id = 1; id <= 10; id++) {
            Bytes reply = reply(id, 0x8180, name, 5, 100);
            for (int n = 0; n < 100; n++) {
                record(reply, 5, 60, new byte[] {(byte) 0xC0, 12}); // two bytes for a name of 190
            }
            script.resp(reply.done());
        }
        List<String> events =
                script.orig(query(1, name, 5)).orig(query(10, name, 5)).run(parser);
        assertThat(events)
                .hasSize(11); // the query to the first reply came too late to find it, that to the last did not
        assertThat(events.getFirst()).contains("trans_id=1 ", "@1 ");
    }

    @Test
    void shouldNameTheTypeOfAQuestionThatOnlyTheReplyShows() {
        assertThat(ParserScript.udp()
                        .ports(40000, 53)
                        .resp(reply(9, 0x8183, "no.example", 1, 0).done())
                        .run(parser))
                .singleElement()
                .asString()
                .contains("query=no.example", "qtype_name=A", "rcode_name=NXDOMAIN", "rejected=T");
    }

    @Test
    void shouldPrintRecordsInZeeksWords() {
        Bytes reply = reply(1, REPLY, "x", 255, 14);
        record(reply, 15, 1, new byte[] {0, 10, 1, 'm', (byte) 0xC0, 0x0C});
        record(reply, 16, 1, new byte[] {2, 'h', 'i', 0});
        record(reply, 33, 1, new byte[] {0, 1, 0, 2, 0, 3, 1, 's', 0});
        record(reply, 43, 1, new byte[] {0, 1, 8, 2, 9, 9});
        record(reply, 44, 1, new byte[] {1, 1, (byte) 0xAB, (byte) 0xCD});
        record(
                reply,
                46,
                1,
                new Bytes()
                        .u16(48)
                        .u8(8, 1)
                        .u32(1)
                        .u32(2)
                        .u32(3)
                        .u16(4)
                        .u8(0)
                        .text("sig")
                        .done());
        record(reply, 47, 1, new byte[] {1, 'n', 0, 0, 1, 64});
        record(reply, 48, 1, new byte[] {1, 0, 3, 13, 0});
        record(reply, 50, 1, new byte[] {1, 0, 0, 1, 0, 0});
        record(reply, 51, 1, new byte[] {1, 0, 0, 1, 0});
        record(reply, 29, 1, new Bytes().u8(0, 35, 83, 19).u32(1).u32(2).u32(3).done());
        record(reply, 10, 1, new byte[] {1, 2, 3});
        record(reply, 13, 1, new byte[] {1, 'c', 1, 'o'});
        record(
                reply,
                35,
                1,
                new Bytes()
                        .u16(10, 20)
                        .u8(1)
                        .text("u")
                        .u8(3)
                        .text("sip")
                        .u8(2)
                        .text("!x")
                        .u8(0)
                        .done());
        assertThat(ParserScript.udp().ports(40000, 53).resp(reply.done()).run(parser))
                .singleElement()
                .asString()
                .contains(
                        "answers=[m.x, TXT 2 hi TXT 0 , s, DS 8 2, SSHFP: abcd, RRSIG 48 <Root>, NSEC x n, DNSKEY 13, NSEC3, NSEC3PARAM,"
                                + " LOC:  35 83 19, <unknown type=10>, NAPTR 10 20 u sip !x]");
    }

    @Test
    void shouldPrintDynamicUpdates() {
        Bytes update = name(header(3, 0x2800, 1, 1, 2, 0), "zone.example").u16(6, 1);
        name(update, "host.zone.example").u16(5, 254).u32(0).u16(0);
        update.u16(0xC01E, 28, 255).u32(0).u16(0);
        update.u16(0xC01E, 1, 1).u32(1200).u16(4).u8(10, 0, 0, 7);
        assertThat(ParserScript.udp().ports(40000, 53).orig(update.done()).run(parser))
                .singleElement()
                .asString()
                .contains(
                        "query=host.zone.example",
                        "answers=[pre: NoRRSet CNAME host.zone.example, del: RRSet AAAA, add: A host.zone.example 10.0.0.7]",
                        "opcode_name=dynamic-update");
    }

    @Test
    void shouldDecodeNetbiosNames() {
        byte[] query = name(header(1, 0x0110, 1, 0, 0, 0), "FHEPFCELEHFCEPFFFACACACACACACABL")
                .u16(32, 1)
                .done();
        byte[] status = name(header(2, 0, 1, 0, 0, 0), "CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
                .u16(33, 1)
                .done();
        assertThat(ParserScript.udp().ports(137, 137).orig(query).orig(status).run(parser))
                .satisfiesExactly(
                        e -> assertThat(e)
                                .contains("query=WORKGROUP", "qtype_name=NIMLOC", "Z=1", "opcode_name=netbios-query"),
                        e -> assertThat(e).contains("query=* ", "qtype_name=NBSTAT"));
    }

    @Test
    void shouldEndNamesThatLoop() {
        byte[] self = header(1, REPLY, 1, 0, 0, 0).u16(0xC00C, 1, 1).done();
        byte[] forward = header(1, REPLY, 1, 0, 0, 0)
                .u8(1)
                .text("a")
                .u16(0xC010)
                .u16(1, 1)
                .done();
        byte[] pingPong = header(1, QUERY, 1, 0, 0, 0).u16(0xC00E, 0xC00C, 1, 1).done();
        for (byte[] message : List.of(self, forward, pingPong)) {
            assertThat(ParserScript.udp().ports(40000, 53).orig(message).run(parser))
                    .anyMatch(e -> e.contains("name=DNS_label_len_gt_name_len"))
                    .anyMatch(e -> e.startsWith("dns@1") && !e.contains("query="));
        }
    }

    @Test
    void shouldSurviveAnswersBeyondItsMemory() {
        Bytes reply = reply(1, REPLY, "big.example", 16, 120);
        byte[] longText = new byte[501];
        longText[0] = (byte) 250;
        longText[251] = (byte) 249;
        for (int i = 0; i < 120; i++) {
            record(reply, 16, 1, longText);
        }
        assertThat(ParserScript.tcp()
                        .ports(40000, 53)
                        .resp(framed(reply.done()))
                        .run(parser))
                .hasSize(1);
    }

    @Test
    void shouldGoOnWithTheNextMessageAfterAGap() {
        assertThat(ParserScript.tcp()
                        .ports(40000, 53)
                        .orig(framed(query(1, "a.example", 1)))
                        .gap(100)
                        .orig(framed(query(2, "b.example", 1)))
                        .gap(100)
                        .orig("rest of a message")
                        .orig(framed(query(3, "c.example", 1)))
                        .runEveryWay(parser)
                        .events())
                .satisfiesExactly(
                        e -> assertThat(e).contains("query=a.example"),
                        e -> assertThat(e).contains("query=b.example"));
    }

    @Test
    void shouldReadNetbiosRegistrationsAsQuestions() {
        byte[] registration = name(header(1, 0x2910, 1, 0, 0, 1), "FHEPFCELEHFCEPFFFACACACACACACABL")
                .u16(32, 1)
                .u16(0xC00C, 32, 1)
                .u32(300_000)
                .u16(6, 0, 0x0A00, 1)
                .done();
        assertThat(ParserScript.udp().ports(137, 137).orig(registration).run(parser))
                .singleElement()
                .asString()
                .contains("query=WORKGROUP", "opcode_name=netbios-registration");
    }

    @Test
    void shouldReadTheExtendedResponseCode() {
        byte[] reply = name(header(1, 0x8180, 1, 0, 0, 1), "x")
                .u16(1, 1)
                .u8(0)
                .u16(41, 1232)
                .u32(0x0100_0000)
                .u16(0)
                .done();
        assertThat(ParserScript.udp()
                        .ports(40000, 53)
                        .orig(query(1, "x", 1))
                        .resp(reply)
                        .run(parser))
                .singleElement()
                .asString()
                .contains("rcode=16 rcode_name=BADVERS");
    }

    @Test
    void shouldRecogniseItOnAnyPortButNotRandomBytes() {
        assertThat(verdict(query(1, "www.example.org", 1), true, 4444)).isEqualTo(Verdict.YES);
        assertThat(verdict(framed(query(1, "www.example.org", 1)), false, 4444)).isEqualTo(Verdict.YES);
        Random random = new Random(1);
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[12 + random.nextInt(100)];
            random.nextBytes(bytes);
            taken += verdict(bytes, true, 4444) == Verdict.YES ? 1 : 0;
        }
        assertThat(taken).isZero();
    }

    private static Verdict verdict(byte[] bytes, boolean datagram, int port) {
        ConnectionId connection = new ConnectionId();
        connection.respPort = port;
        return DnsProbe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, datagram, connection));
    }
}
