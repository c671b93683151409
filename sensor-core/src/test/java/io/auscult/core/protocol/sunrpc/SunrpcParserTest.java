package io.auscult.core.protocol.sunrpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SunrpcParserTest {
    private static final long PORTMAPPER = 100_000;
    private static final long MOUNT = 100_005;
    private static final byte[] NOTHING = {};

    private final SunrpcParser parser = new SunrpcParser();

    private static byte[] call(long xid, long program, int version, int procedure, byte[] arguments) {
        return new Bytes()
                .u32(xid)
                .u32(0)
                .u32(2)
                .u32(program)
                .u32(version)
                .u32(procedure)
                .u32(1)
                .u32(28) // stamp, name of five padded to eight, uid, gid, no groups
                .u32(7)
                .bytes(text("ws-21"))
                .u32(1000)
                .u32(1000)
                .u32(0)
                .bytes(new byte[8])
                .bytes(arguments)
                .done();
    }

    private static byte[] reply(long xid, int status, byte[] results) {
        return new Bytes()
                .u32(xid)
                .u32(1)
                .u32(0)
                .bytes(new byte[8])
                .u32(status)
                .bytes(results)
                .done();
    }

    private static byte[] denied(long xid) {
        return new Bytes().u32(xid).u32(1).u32(1).u32(1).u32(5).done();
    }

    private static byte[] text(String value) {
        return new Bytes()
                .u32(value.length())
                .text(value)
                .bytes(new byte[-value.length() & 3])
                .done();
    }

    private static byte[] marked(byte[] record) {
        return new Bytes().u32(0x8000_0000L | record.length).bytes(record).done();
    }

    /** In fragments of these lengths, and the rest in the last. */
    private static byte[] marked(byte[] record, int... lengths) {
        Bytes all = new Bytes();
        int at = 0;
        for (int length : lengths) {
            all.u32(length).bytes(Arrays.copyOfRange(record, at, at + length));
            at += length;
        }
        return all.bytes(marked(Arrays.copyOfRange(record, at, record.length))).done();
    }

    private static byte[] exports(String... folders) {
        Bytes all = new Bytes();
        for (String folder : folders) {
            all.u32(1)
                    .bytes(text(folder))
                    .u32(1)
                    .bytes(text("10.20.2.90"))
                    .u32(1)
                    .bytes(text("ward"))
                    .u32(0);
        }
        return all.u32(0).done();
    }

    private static ParserScript udp() {
        return ParserScript.udp().ports(700, 111);
    }

    private static ParserScript tcp() {
        return ParserScript.tcp().ports(700, 20048);
    }

    @Test
    void shouldTellThatExportsAreListed() {
        ParserScript.Outcome outcome = tcp().orig(marked(call(1, MOUNT, 3, 5, NOTHING)))
                .resp(marked(reply(1, 0, exports("/images", "/letters"))))
                .runEveryWay(parser);

        assertThat(outcome.events())
                .containsExactly("sunrpc@1 rtt=1ms program=mount version=3 operation=EXPORT machine=ws-21 uid=1000"
                        + " entries=2 outcome=success");
    }

    @Test
    void shouldTellWhatIsMountedAndWhetherItMayBe() {
        assertThat(tcp().orig(marked(call(1, MOUNT, 3, 1, text("/images"))))
                        .resp(marked(
                                reply(1, 0, new Bytes().u32(0).u32(4).u32(9).done())))
                        .orig(marked(call(2, MOUNT, 3, 1, text("/letters"))))
                        .resp(marked(reply(2, 0, new Bytes().u32(13).done())))
                        .run(parser))
                .containsExactly(
                        "sunrpc@1 rtt=1ms program=mount version=3 operation=MNT argument=/images machine=ws-21 uid=1000"
                                + " status=0 outcome=success",
                        "sunrpc@3 rtt=1ms program=mount version=3 operation=MNT argument=/letters machine=ws-21 uid=1000"
                                + " status=13 outcome=failure");
    }

    @Test
    void shouldCountTheProgramsOfAPortMapper() {
        byte[] second = new Bytes()
                .u32(1)
                .u32(100_000)
                .u32(2)
                .u32(17)
                .u32(111)
                .u32(1)
                .u32(100_005)
                .u32(3)
                .u32(6)
                .u32(20_048)
                .u32(0)
                .done();
        byte[] fourth = new Bytes()
                .u32(1)
                .u32(100_005)
                .u32(3)
                .bytes(text("tcp"))
                .bytes(text("0.0.0.0.78.80"))
                .bytes(text("superuser"))
                .u32(0)
                .done();
        assertThat(udp().orig(call(1, PORTMAPPER, 2, 4, NOTHING))
                        .resp(reply(1, 0, second))
                        .orig(call(2, PORTMAPPER, 4, 4, NOTHING))
                        .resp(reply(2, 0, fourth))
                        .run(parser))
                .containsExactly(
                        "sunrpc@1 rtt=1ms program=portmapper version=2 operation=DUMP machine=ws-21 uid=1000 entries=2"
                                + " outcome=success",
                        "sunrpc@3 rtt=1ms program=portmapper version=4 operation=DUMP machine=ws-21 uid=1000 entries=1"
                                + " outcome=success");
    }

    @Test
    void shouldTellWhichProgramIsAskedFor() {
        byte[] nfs = new Bytes().u32(100_003).u32(3).u32(6).u32(0).done();
        byte[] someonesOwn = new Bytes()
                .u32(0x2000_0001)
                .u32(3)
                .bytes(text("tcp"))
                .bytes(text(""))
                .bytes(text(""))
                .done();
        assertThat(udp().orig(call(1, PORTMAPPER, 2, 3, nfs))
                        .resp(reply(1, 0, new Bytes().u32(2049).done()))
                        .orig(call(2, PORTMAPPER, 4, 3, someonesOwn))
                        .resp(denied(2))
                        .run(parser))
                .containsExactly(
                        "sunrpc@1 rtt=1ms program=portmapper version=2 operation=GETPORT argument=nfs machine=ws-21 uid=1000"
                                + " outcome=success",
                        "sunrpc@3 rtt=1ms program=portmapper version=4 operation=GETADDR argument=536870913 machine=ws-21"
                                + " uid=1000 outcome=failure");
    }

    @Test
    void shouldTellWhatNobodyAnswersOnce() {
        assertThat(udp().orig(call(1, PORTMAPPER, 2, 4, NOTHING))
                        .orig(call(1, PORTMAPPER, 2, 4, NOTHING))
                        .run(parser))
                .containsExactly(
                        "sunrpc@1 program=portmapper version=2 operation=DUMP machine=ws-21 uid=1000 outcome=unknown");
    }

    @Test
    void shouldTakeNoOtherCallForOneThatIsSentAgain() {
        assertThat(udp().orig(call(1, PORTMAPPER, 2, 0, NOTHING))
                        .orig(call(1, PORTMAPPER, 2, 4, NOTHING))
                        .resp(reply(1, 0, NOTHING))
                        .run(parser))
                .extracting(event -> event.replaceAll(".*operation=(\\w+).*outcome=", "$1 "))
                .containsExactly("NULL success", "DUMP unknown");
    }

    @Test
    void shouldLetNfsGo() {
        ParserScript.Outcome outcome = tcp().orig(marked(call(1, 100_003, 3, 0, NOTHING)))
                .resp(marked(reply(1, 0, NOTHING)))
                .orig(marked(call(2, 100_003, 3, 6, new byte[40])))
                .orig(marked(call(3, MOUNT, 3, 5, NOTHING)))
                .runEveryWay(parser);

        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events()).singleElement().asString().contains("program=nfs", "operation=NULL");
    }

    @Test
    void shouldNotGrowWithCallsThatNobodyAnswers() {
        ParserScript script = udp();
        IntStream.range(0, 3 * SunrpcParser.MAX_PENDING).forEach(i -> script.orig(call(i, PORTMAPPER, 2, 4, NOTHING)));

        assertThat(script.run(parser)).hasSize(3 * SunrpcParser.MAX_PENDING);
    }

    @Test
    void shouldReadALongListByItsFirstPart() {
        String[] folders = IntStream.range(0, 3_000).mapToObj(i -> "/ward-" + i).toArray(String[]::new);
        ParserScript.Outcome outcome = tcp().orig(marked(call(1, MOUNT, 3, 5, NOTHING)))
                .resp(marked(reply(1, 0, exports(folders))))
                .orig(marked(call(2, MOUNT, 3, 5, NOTHING)))
                .resp(marked(reply(2, 0, exports("/images"))))
                .run(parser, ParserScript.Cuts.NONE, 1);

        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.events().get(0)).contains("entries=1177 outcome=success"); // what fits into MAX_READ
        assertThat(outcome.events().get(1)).contains("entries=1 outcome=success");
    }

    @Test
    void shouldReadRecordsInFragments() {
        ParserScript.Outcome outcome = tcp().orig(marked(call(1, MOUNT, 3, 5, NOTHING), 0, 1, 3, 10, 0, 20))
                .resp(marked(reply(1, 0, exports("/images", "/letters")), 30, 1))
                .orig(marked(call(2, MOUNT, 3, 1, text("/images")), 60))
                .resp(marked(reply(2, 0, new Bytes().u32(13).done())))
                .runEveryWay(parser);

        assertThat(outcome.events())
                .containsExactly(
                        "sunrpc@1 rtt=1ms program=mount version=3 operation=EXPORT machine=ws-21 uid=1000"
                                + " entries=2 outcome=success",
                        "sunrpc@3 rtt=1ms program=mount version=3 operation=MNT argument=/images machine=ws-21 uid=1000"
                                + " status=13 outcome=failure");
    }

    @Test
    void shouldReadManyFragmentsByTheirFirstPart() {
        String[] folders = IntStream.range(0, 3_000).mapToObj(i -> "/ward-" + i).toArray(String[]::new);
        int[] lengths = new int[1_000];
        Arrays.fill(lengths, 100);
        ParserScript.Outcome outcome = tcp().orig(marked(call(1, MOUNT, 3, 5, NOTHING)))
                .resp(marked(reply(1, 0, exports(folders)), lengths))
                .orig(marked(call(2, MOUNT, 3, 5, NOTHING)))
                .resp(marked(reply(2, 0, exports("/images"))))
                .run(parser, ParserScript.Cuts.NONE, 1);

        assertThat(outcome.events()).hasSize(2);
        assertThat(outcome.events().get(0)).contains("entries=1177 outcome=success"); // what fits into MAX_READ
        assertThat(outcome.events().get(1)).contains("entries=1 outcome=success");
        assertThat(parser.kept()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 11, 12, 39, 40, 50})
    void shouldKnowACallInFragments(int length) {
        byte[] call = call(1, MOUNT, 3, 5, NOTHING);
        byte[] fragments = marked(call, length, 2);
        assertThat(probe(fragments, true, false)).isEqualTo(Verdict.YES);
        for (int cut = 0; cut < 40; cut++) {
            assertThat(probe(Arrays.copyOf(fragments, cut), true, false)).isEqualTo(Verdict.UNSURE);
        }
        assertThat(probe(fragments, false, false)).isEqualTo(Verdict.NO);
        assertThat(probe(marked(reply(1, 0, new byte[40]), length, 2), true, false))
                .isEqualTo(Verdict.NO);
        assertThat(probe(marked(Arrays.copyOf(call, 39), Math.min(length, 30), 2), true, false))
                .isEqualTo(Verdict.NO);
    }

    private static Verdict probe(byte[] data, boolean isOrig, boolean isDatagram) {
        ConnectionId c = new ConnectionId();
        c.respPort = 40_000;
        StreamView view = new StreamView();
        view.wrap(data, 0, data.length, isOrig ? Direction.ORIG : Direction.RESP, isDatagram, c);
        return SunrpcMessage.probe(view);
    }

    @Test
    void shouldKnowACallOnAnyPort() {
        byte[] call = call(1, MOUNT, 3, 5, NOTHING);
        assertThat(probe(call, true, true)).isEqualTo(Verdict.YES);
        assertThat(probe(marked(call), true, false)).isEqualTo(Verdict.YES);
        assertThat(probe(call, false, true)).isEqualTo(Verdict.NO);
        assertThat(probe(call, true, false)).isEqualTo(Verdict.NO);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 11, 15, 43})
    void shouldWaitForAWholeHead(int length) {
        byte[] begin = Arrays.copyOf(marked(call(1, MOUNT, 3, 5, NOTHING)), length);
        assertThat(probe(begin, true, false)).isEqualTo(Verdict.UNSURE);
    }

    @ParameterizedTest
    @ValueSource(longs = {99_999, 400_000, 0xFFFF_FFFFL})
    void shouldLeaveOtherProgramsAlone(long program) {
        assertThat(probe(call(1, program, 3, 5, NOTHING), true, true)).isEqualTo(Verdict.NO);
    }
}
