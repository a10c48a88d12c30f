// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DrawBlock} from "../../src/common/DrawBlock.sol";
import {Raffle} from "../../src/rewards/Raffle.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {HeapTree} from "./HeapTree.sol";
import {Test} from "./Test.sol";

/// @notice An organiser with a raffle of three money prizes and two of goods, entrants, and a stranger who calls what anyone may call.
/// @dev Block numbers are kept here: the optimizer takes block.number for one number throughout a test.
abstract contract RaffleFixture is Test {
    address internal constant NATIVE = address(0);
    bytes32 internal constant SECRET = keccak256("the organiser's secret");
    bytes32 internal constant GOODS = keccak256("a tea set");
    uint40 internal constant OPENS = 1_800_000_000;
    uint40 internal constant ENTRIES_BY = OPENS + 1 hours;
    uint40 internal constant REVEAL_BY = ENTRIES_BY + 1 days;
    uint96 internal constant BOND = 1 ether + 1;
    uint96 internal constant FIRST = 5 ether;
    uint96 internal constant SECOND = 1 ether;
    uint256 internal constant POT = uint256(FIRST) + 2 * uint256(SECOND);
    bytes3 internal constant CNY = "CNY";
    uint64 internal constant CAP = 5_000_000;
    uint256 internal constant START_BLOCK = 1_000;

    Raffle internal raffle = Raffle(deployed("Raffle.sol:Raffle", abi.encode(CNY, CAP)));
    TestToken internal token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));

    address internal organiser = makeAddr("organiser");
    address internal stranger = makeAddr("stranger");

    uint256 internal height = START_BLOCK;

    constructor() {
        vm.warp(OPENS - 1 hours);
        vm.roll(height);
        vm.deal(organiser, 1_000 ether);
        token.mint(organiser, 1_000 ether);
        vm.prank(organiser);
        token.approve(address(raffle), type(uint256).max);
    }

    function terms() internal view returns (Raffle.Terms memory) {
        return Raffle.Terms({
            organiser: organiser,
            secretCommitment: keccak256(abi.encode(SECRET)),
            maxEntries: 1_000,
            opensAt: OPENS,
            entriesBy: ENTRIES_BY,
            revealBy: REVEAL_BY,
            currency: NATIVE,
            bond: BOND
        });
    }

    /// @dev One first prize, two second ones, two tea sets.
    function prizes() internal pure returns (Raffle.Prize[] memory list) {
        list = new Raffle.Prize[](3);
        list[0] = Raffle.Prize({count: 1, value: CAP, amount: FIRST, goods: 0});
        list[1] = Raffle.Prize({count: 2, value: 700_000, amount: SECOND, goods: 0});
        list[2] = Raffle.Prize({count: 2, value: 39_900, amount: 0, goods: GOODS});
    }

    function create() internal returns (bytes32) {
        return create(terms());
    }

    function create(Raffle.Terms memory given) internal returns (bytes32) {
        vm.prank(given.organiser);
        return raffle.create{value: given.currency == NATIVE ? given.bond + POT : 0}(given, prizes());
    }

    /// @dev A raffle with so many entrants in one batch, its time for entries not over.
    function entered(uint256 count) internal returns (bytes32 raffleId) {
        raffleId = create();
        vm.warp(OPENS);
        enter(raffleId, 0, count);
    }

    /// @dev Enters those from `first` to below `end`.
    function enter(bytes32 raffleId, uint256 first, uint256 end) internal {
        vm.prank(organiser);
        raffle.enter(raffleId, packed(first, end));
    }

    function closed(uint256 count) internal returns (bytes32 raffleId) {
        raffleId = entered(count);
        close(raffleId);
    }

    function close(bytes32 raffleId) internal {
        vm.warp(ENTRIES_BY + 1);
        vm.prank(stranger);
        raffle.close(raffleId);
    }

    function drawn(uint256 count) internal returns (bytes32 raffleId) {
        raffleId = closed(count);
        reveal(raffleId);
    }

    function reveal(bytes32 raffleId) internal {
        rollTo(raffle.progressOf(raffleId).drawBlock + DrawBlock.REVEAL_DELAY);
        vm.prank(organiser);
        raffle.reveal(raffleId, SECRET);
    }

    /// @dev The secret was withheld, and the draw ended without it.
    function drawnWithoutSecret(uint256 count) internal returns (bytes32 raffleId) {
        raffleId = closed(count);
        vm.warp(REVEAL_BY + 1);
        vm.prank(stranger);
        raffle.drawWithoutSecret(raffleId);
        rollTo(raffle.progressOf(raffleId).drawBlock + 1);
        vm.prank(stranger);
        raffle.capture(raffleId);
    }

    function award(bytes32 raffleId, uint256 place) internal {
        vm.prank(stranger);
        raffle.award(raffleId, prizes(), one(winOf(raffleId, place)));
    }

    function awardAll(bytes32 raffleId) internal {
        Raffle.Progress memory progress = raffle.progressOf(raffleId);
        uint256 count = progress.entries < progress.places ? progress.entries : progress.places;
        Raffle.Win[] memory wins = new Raffle.Win[](count);
        for (uint256 place; place < count; ++place) {
            wins[place] = winOf(raffleId, place);
        }
        vm.prank(stranger);
        raffle.award(raffleId, prizes(), wins);
    }

    /// @dev Of a raffle whose entrants came in one batch.
    function winOf(bytes32 raffleId, uint256 place) internal view returns (Raffle.Win memory) {
        uint256 entry = raffle.entryAt(raffleId, place);
        bytes32[] memory proof = HeapTree.proof(leaves(0, raffle.progressOf(raffleId).entries), entry);
        // forge-lint: disable-next-line(unsafe-typecast)
        return Raffle.Win({place: uint32(place), batch: 0, entrant: person(entry), proof: proof});
    }

    function one(Raffle.Win memory win) internal pure returns (Raffle.Win[] memory wins) {
        wins = new Raffle.Win[](1);
        wins[0] = win;
    }

    /// @dev They ascend, and have no code.
    function person(uint256 number) internal pure returns (address) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(uint160(0x7000_0000_0000_0000_0000 + 0x1_0000 * number));
    }

    /// @dev By halves, as memory that is never given back has its price.
    function packed(uint256 first, uint256 end) internal pure returns (bytes memory) {
        if (end - first == 1) return abi.encodePacked(person(first));
        uint256 middle = (first + end) / 2;
        return bytes.concat(packed(first, middle), packed(middle, end));
    }

    function leaves(uint256 first, uint256 end) internal pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](end - first);
        for (uint256 i = first; i < end; ++i) {
            nodes[i - first] = leaf(i, person(i));
        }
    }

    function leaf(uint256 entry, address entrant) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(entry, entrant))));
    }

    function rollTo(uint256 number) internal {
        height = number;
        vm.roll(number);
    }
}
