package io.lianbo.rewards.points;

import io.lianbo.rewards.scoring.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The rules of the ledger told a second time: every single point is an object, and time goes by in steps of one second. Slow, and simple enough to be believed. */
final class PointsModel {
    private enum State {
        PENDING,
        AVAILABLE,
        SPENT,
        PAID,
        EXPIRED,
        REVERSED
    }

    private static final class Point {
        private final UserId user;
        private final String earning;
        private final long settles;
        private final long expires;
        private State state = State.PENDING;
        private String redemption = "";

        Point(UserId user, String earning, long settles, long expires) {
            this.user = user;
            this.earning = earning;
            this.settles = settles;
            this.expires = expires;
        }
    }

    private static final Comparator<Point> FIRST_TO_EXPIRE =
            Comparator.<Point>comparingLong(point -> point.expires).thenComparing(point -> point.earning);

    private final List<Point> points = new ArrayList<>();
    private final Map<UserId, Long> debts = new HashMap<>();
    private final Map<String, Long> takenBack = new HashMap<>();
    private long now;

    void advance(long to) {
        while (now < to) {
            now++;
            points.stream()
                    .sorted(Comparator.comparing((Point point) -> point.earning))
                    .forEach(this::age);
        }
    }

    private void age(Point point) {
        if (point.state == State.PENDING && point.settles <= now) {
            arrive(point);
        }
        if (point.state == State.AVAILABLE && point.expires <= now) {
            point.state = State.EXPIRED;
        }
    }

    private void arrive(Point point) {
        long debt = debt(point.user);
        point.state = debt > 0 ? State.PAID : State.AVAILABLE;
        debts.put(point.user, Math.max(0, debt - 1));
    }

    void earn(UserId user, String earning, long count, long settles, long expires) {
        for (long i = 0; i < count; i++) {
            Point point = new Point(user, earning, settles, expires);
            points.add(point);
            age(point);
        }
    }

    boolean reverse(UserId user, String earning, long count) {
        long before = takenBack.getOrDefault(user + " " + earning, 0L);
        Predicate<Point> own = point -> point.user.equals(user) && point.earning.equals(earning);
        if (before + count > points.stream().filter(own).count()) {
            return false;
        }
        takenBack.put(user + " " + earning, before + count);
        for (long i = 0; i < count; i++) {
            if (!move(own.and(in(State.PENDING).or(in(State.AVAILABLE))), State.REVERSED)
                    && !move(own.and(in(State.EXPIRED)), State.REVERSED)
                    && !move(in(State.AVAILABLE).and(point -> point.user.equals(user)), State.PAID)) {
                debts.merge(user, 1L, Long::sum);
            }
        }
        return true;
    }

    private boolean move(Predicate<Point> which, State to) {
        return points.stream()
                .filter(which)
                .min(FIRST_TO_EXPIRE)
                .map(point -> {
                    point.state = to;
                    return point;
                })
                .isPresent();
    }

    boolean redeem(String id, UserId user, long count) {
        if (count(user, State.AVAILABLE) < count) {
            return false;
        }
        points.stream()
                .filter(in(State.AVAILABLE).and(point -> point.user.equals(user)))
                .sorted(FIRST_TO_EXPIRE)
                .limit(count)
                .forEach(point -> {
                    point.state = State.SPENT;
                    point.redemption = id;
                });
        return true;
    }

    void cancel(String id) {
        points.stream()
                .filter(in(State.SPENT).and(point -> point.redemption.equals(id)))
                .sorted(FIRST_TO_EXPIRE)
                .forEach(point -> {
                    arrive(point);
                    age(point);
                });
    }

    private static Predicate<Point> in(State state) {
        return point -> point.state == state;
    }

    private long count(UserId user, State state) {
        return points.stream()
                .filter(in(state).and(point -> point.user.equals(user)))
                .count();
    }

    long available(UserId user) {
        return count(user, State.AVAILABLE);
    }

    long pending(UserId user) {
        return count(user, State.PENDING);
    }

    long debt(UserId user) {
        return debts.getOrDefault(user, 0L);
    }

    long expiringBefore(UserId user, long time) {
        return points.stream()
                .filter(in(State.AVAILABLE).and(point -> point.user.equals(user) && point.expires < time))
                .count();
    }

    long redeemed() {
        return points.stream().filter(in(State.SPENT)).count();
    }

    long expired() {
        return points.stream().filter(in(State.EXPIRED)).count();
    }

    long issued() {
        return points.size()
                - takenBack.values().stream().mapToLong(Long::longValue).sum();
    }
}
