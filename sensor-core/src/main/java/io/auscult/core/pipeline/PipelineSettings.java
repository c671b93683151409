package io.auscult.core.pipeline;

import io.auscult.core.decode.DecodeSettings;
import io.auscult.core.flow.FlowSettings;
import io.auscult.core.flow.FlowTable;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import io.auscult.core.stream.StreamSettings;
import java.util.List;

/**
 * How the pipeline is built.
 *
 * @param lanes threads that follow flows, 0 to 16; 0 runs everything on the caller's thread
 * @param protocols what is recognised
 */
public record PipelineSettings(
        int lanes, DecodeSettings decode, FlowSettings flow, StreamSettings stream, List<Protocol> protocols) {
    public PipelineSettings {
        if (lanes < 0 || lanes > FlowTable.SHARDS) {
            throw new IllegalArgumentException("lanes: " + lanes + " (expected: 0 to " + FlowTable.SHARDS + ")");
        }
        protocols = List.copyOf(protocols);
    }

    public static PipelineSettings defaults(int lanes) {
        return new PipelineSettings(
                lanes, DecodeSettings.DEFAULT, FlowSettings.defaults(), StreamSettings.defaults(), Protocols.ALL);
    }
}
