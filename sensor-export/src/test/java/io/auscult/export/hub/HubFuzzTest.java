package io.auscult.export.hub;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.export.stix.StixCheck;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Whatever a member or a stranger sends: an answer of HTTP or a closed connection, and the hub's budget is whole afterwards. */
class HubFuzzTest {
    private static final HubSettings.Limits LIMITS = new HubSettings.Limits(
            16,
            16,
            1 << 16,
            1 << 20,
            50,
            4_096,
            100,
            1_000_000,
            1_000_000,
            new HubSettings.Keeping(10_000, 1 << 28, 0));
    private static TestHub hub;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        Path folder = Files.createTempDirectory("hub-fuzz");
        hub = new TestHub(folder, HubStore.inFolder(folder.resolve("data")), LIMITS);
        token = hub.token("m", Set.of("*"), Set.of("*"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @FuzzTest
    void envelopes(byte[] data) {
        try {
            for (Posted posted : new EnvelopeReader(LIMITS).read(data)) {
                require(posted.body().length <= LIMITS.objectBytes(), "too long");
                require(posted.refusal() != null || posted.id().matches(StixCheck.ID), posted.id());
            }
        } catch (EnvelopeReader.Unreadable e) {
            require(e.status() >= 400 && e.status() < 500, "status " + e.status());
        }
    }

    @FuzzTest
    void queries(byte[] data) {
        try {
            QueryStringDecoder uri = new QueryStringDecoder(
                    "/?" + new String(data, StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            Filter filter = Queries.filter(uri.parameters(), 100);
            require(filter.limit() > 0 && filter.limit() <= 100, "limit");
            require(filter.ids().size() <= Filter.MOST_TERMS, "terms");
        } catch (TaxiiApi.BadRequest e) {
            require(e.getMessage() != null, "reason");
        } catch (IllegalArgumentException e) {
            require(e.getStackTrace()[0].getClassName().startsWith("io.netty"), "of Netty's decoder: answered 400");
        }
    }

    /** Bytes of a connection; {@code $T} stands for a token that counts. */
    @FuzzTest
    void connections(byte[] data) {
        byte[] sent = new String(data, StandardCharsets.ISO_8859_1)
                .replace("$T", token)
                .getBytes(StandardCharsets.ISO_8859_1);
        EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec(), new HubConnection(hub.hub()));
        channel.writeInbound(Unpooled.wrappedBuffer(sent));
        until(channel, () -> true);
        channel.checkException();
        for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            ReferenceCountUtil.release(out);
        }
        channel.finishAndReleaseAll();
        until(channel, () -> hub.hub().pendingBytes().availablePermits() == LIMITS.pendingBytes());
        require(
                hub.hub().pendingBytes().availablePermits() == LIMITS.pendingBytes(),
                "bytes that are still taken: "
                        + (LIMITS.pendingBytes() - hub.hub().pendingBytes().availablePermits()));
    }

    /** Until the workers have nothing to do and it holds, or for ten seconds. */
    private static void until(EmbeddedChannel channel, BooleanSupplier held) {
        var workers = hub.hub().workers();
        long deadline = System.nanoTime() + 10_000_000_000L;
        do {
            Thread.onSpinWait();
            channel.runPendingTasks();
        } while ((workers.getCompletedTaskCount() < workers.getTaskCount() || !held.getAsBoolean())
                && System.nanoTime() < deadline);
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new AssertionError(what);
        }
    }
}
