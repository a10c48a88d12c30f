package io.lianbo.core.merkle;

import java.util.Arrays;

/** Which node of a binary tree lies above which, its nodes in one array, the two of a pair one after the other. */
sealed interface TreeShape {

    /** What stands for a node where there is none. */
    int NONE = -1;

    /** How many nodes there are, the leaves' included. */
    int nodes();

    /** The node of a leaf, by its rank from 0. */
    int leaf(int rank);

    /** The node above all others. */
    int root();

    /** The other half of a node's pair; {@link #NONE} for the root, and for a node that goes up a level alone. */
    int sibling(int node);

    /** The node above one that is not the root. */
    int parent(int node);

    /** Goes through the inner nodes level by level, the lowest first. */
    void eachLevel(Level level);

    /** Takes the inner nodes of a level. */
    @FunctionalInterface
    interface Level {

        /**
         * Takes a level.
         *
         * @param first its first node
         * @param end the node after its last
         * @param below the first node of those below {@code first}; below the next one lie the two after it
         * @param belowEnd the node after the last of those below
         */
        void take(int first, int end, int below, int belowEnd);
    }

    /** A heap: below node i lie 2i + 1 and 2i + 2, and the leaves fill the array from its end, as OpenZeppelin's library has it. */
    final class Heap implements TreeShape {

        private final int leaves;

        Heap(int leaves) {
            this.leaves = leaves;
        }

        @Override
        public int nodes() {
            return 2 * leaves - 1;
        }

        @Override
        public int leaf(int rank) {
            return nodes() - 1 - rank;
        }

        @Override
        public int root() {
            return 0;
        }

        @Override
        public int sibling(int node) {
            if (node == 0) {
                return NONE;
            }
            return node % 2 == 0 ? node - 1 : node + 1;
        }

        @Override
        public int parent(int node) {
            return (node - 1) / 2;
        }

        @Override
        public void eachLevel(Level level) {
            int end = leaves - 1;
            while (end > 0) {
                int first = Integer.highestOneBit(end) - 1;
                level.take(first, end, 2 * first + 1, 2 * end + 1);
                end = first;
            }
        }
    }

    /**
     * Layers from the leaves up, each of half as many nodes as the one below; where that has an odd number, its last goes up alone, as in
     * Uniswap's distributor and in merkletreejs.
     */
    final class Layers implements TreeShape {

        private final int[] starts; // the first node of each layer, and the number of all

        Layers(int leaves) {
            int[] found = new int[Integer.SIZE];
            int layers = 0;
            for (int size = leaves; layers == 0 || found[layers] - found[layers - 1] > 1; size = (size + 1) / 2) {
                found[layers + 1] = found[layers] + size;
                layers++;
            }
            this.starts = Arrays.copyOf(found, layers + 1);
        }

        @Override
        public int nodes() {
            return starts[starts.length - 1];
        }

        @Override
        public int leaf(int rank) {
            return rank;
        }

        @Override
        public int root() {
            return nodes() - 1;
        }

        @Override
        public int sibling(int node) {
            int layer = layer(node);
            int sibling = starts[layer] + ((node - starts[layer]) ^ 1);
            return sibling < starts[layer + 1] ? sibling : NONE;
        }

        @Override
        public int parent(int node) {
            int layer = layer(node);
            return starts[layer + 1] + (node - starts[layer]) / 2;
        }

        @Override
        public void eachLevel(Level level) {
            for (int layer = 1; layer < starts.length - 1; layer++) {
                level.take(starts[layer], starts[layer + 1], starts[layer - 1], starts[layer]);
            }
        }

        private int layer(int node) {
            int layer = 0;
            while (node >= starts[layer + 1]) {
                layer++;
            }
            return layer;
        }
    }
}
