package io.auscult.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateTableTest {
    private final Counters counters = new Counters();
    private int made;

    private final class Box implements State {
        private long value;

        private Box() {
            made++;
        }

        @Override
        public void clear() {
            value = -1;
        }
    }

    @Test
    void shouldEvictTheLongestIdleAndReuseItsObject() {
        StateTable<Box> table = new StateTable<>(3, 2, counters, Box::new);
        Box first = table.at(1, 1);
        table.at(2, 2).value = 2;
        table.at(3, 3).value = 3;
        assertThat(table.find(1, 1)).isSameAs(first);

        Box fourth = table.at(4, 4);

        assertThat(table.isFresh()).isTrue();
        assertThat(fourth.value).isEqualTo(-1);
        assertThat(table.find(2, 2)).isNull();
        assertThat(table.find(1, 1)).isSameAs(first);
        assertThat(made).isEqualTo(3);
        assertThat(counters.get(Counter.STATES_EVICTED)).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithALinkedHashMap() {
        int capacity = 500;
        StateTable<Box> table = new StateTable<>(capacity, 4, counters, Box::new);
        Map<List<Long>, Long> model = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<List<Long>, Long> eldest) {
                return size() > capacity;
            }
        };
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            long a = random.nextInt(40);
            long b = random.nextInt(40);
            List<Long> key = List.of(a, b, a ^ b, 7L);
            switch (random.nextInt(10)) {
                case 0 -> {
                    table.remove(a, b, a ^ b, 7);
                    model.remove(key);
                }
                case 1, 2 -> {
                    Box found = table.find(a, b, a ^ b, 7);
                    Long expected = model.get(key);
                    assertThat(found == null ? null : (Long) found.value).isEqualTo(expected);
                }
                default -> {
                    table.at(a, b, a ^ b, 7).value = i;
                    model.put(key, (long) i);
                }
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        List<Long> values = new ArrayList<>();
        table.forEach(box -> values.add(box.value));
        assertThat(values).containsExactlyElementsOf(model.values());
        assertThat(made).isLessThanOrEqualTo(capacity);
    }

    @Test
    void shouldGrowOnlyOnDemand() {
        StateTable<Box> table = new StateTable<>(1 << 20, 1, counters, Box::new);
        for (int i = 0; i < 1_000; i++) {
            table.at(i);
        }
        assertThat(made).isEqualTo(1_000);
        assertThat(table.size()).isEqualTo(1_000);
        assertThat(table.isFull()).isFalse();
    }
}
