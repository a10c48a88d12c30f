// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BlindBox} from "../../src/nft/BlindBox.sol";
import {IRandomnessProvider} from "../../src/nft/IRandomnessProvider.sol";
import {TestToken} from "../../src/testkit/TestToken.sol";
import {MerkleTree} from "./MerkleTree.sol";
import {PrizeRecorder} from "./PrizeRecorder.sol";
import {Test} from "./Test.sol";

/// @notice What the tests of blind boxes say to the cheatcodes beyond the others.
interface BlockCheats {
    function setBlockhash(uint256 number, bytes32 hash) external;
}

/// @notice A seller with a sale of ten boxes, some buyers, and a relayer who calls what anyone may call.
/// @dev Block numbers and times are kept here: the optimizer takes block.number for one number throughout a test.
abstract contract BlindBoxFixture is Test {
    address internal constant NATIVE = address(0);
    bytes32 internal constant SEED = keccak256("the seller's secret");
    uint40 internal constant OPENS = 1_800_000_000;
    uint40 internal constant CLOSES = OPENS + 1 hours;
    uint40 internal constant REVEAL_BY = CLOSES + 1 days;
    uint96 internal constant PRICE = 0.01 ether;
    uint96 internal constant BOND = 1 ether;
    uint32 internal constant SUPPLY = 10;
    uint256 internal constant START_BLOCK = 1_000;

    BlindBox internal box = BlindBox(deployed("BlindBox.sol:BlindBox", ""));
    PrizeRecorder internal minter = new PrizeRecorder();
    TestToken internal token = TestToken(deployed("TestToken.sol:TestToken", abi.encode("Test Dollar", "TUSD", 6)));

    address internal seller = makeAddr("seller");
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal relayer = makeAddr("relayer");

    uint256 internal height = START_BLOCK;

    constructor() {
        vm.warp(OPENS - 1 hours);
        vm.roll(height);
        address[3] memory rich = [seller, alice, bob];
        for (uint256 i; i < rich.length; ++i) {
            vm.deal(rich[i], 1_000 ether);
            token.mint(rich[i], 1_000 ether);
            vm.prank(rich[i]);
            token.approve(address(box), type(uint256).max);
        }
    }

    function terms() internal view returns (BlindBox.Sale memory) {
        return BlindBox.Sale({
            seller: seller,
            seedCommitment: keccak256(abi.encode(SEED)),
            prizeRoot: MerkleTree.root(leaves(SUPPLY)),
            supply: SUPPLY,
            maxPerBuyer: 0,
            opensAt: OPENS,
            closesAt: CLOSES,
            revealBy: REVEAL_BY,
            currency: NATIVE,
            price: PRICE,
            bond: BOND,
            minter: minter,
            provider: IRandomnessProvider(address(0))
        });
    }

    function create(BlindBox.Sale memory sale) internal returns (bytes32) {
        vm.prank(sale.seller);
        return box.create{value: sale.currency == NATIVE ? sale.bond : 0}(sale);
    }

    /// @dev The sale of {terms}, created and open.
    function openSale() internal returns (bytes32) {
        return openSale(terms());
    }

    function openSale(BlindBox.Sale memory sale) internal returns (bytes32 saleId) {
        saleId = create(sale);
        vm.warp(sale.opensAt);
    }

    function buy(bytes32 saleId, address buyer, uint32 quantity) internal {
        buy(saleId, buyer, quantity, keccak256(abi.encode("entropy of", buyer)));
    }

    function buy(bytes32 saleId, address buyer, uint32 quantity, bytes32 entropy) internal {
        BlindBox.Sale memory sale = box.termsOf(saleId);
        uint256 value = sale.currency == NATIVE ? uint256(sale.price) * quantity : 0;
        vm.prank(buyer);
        box.buy{value: value}(saleId, quantity, entropy);
    }

    /// @dev Alice has boxes 0 to 3 and 9, Bob 4 to 8.
    function soldOut() internal returns (bytes32 saleId) {
        saleId = openSale();
        buy(saleId, alice, 4);
        buy(saleId, bob, 5);
        buy(saleId, alice, 1);
    }

    /// @dev Alice has boxes 0 to 2, Bob 3 to 6, and 7 to 9 are left.
    function overAndClosed() internal returns (bytes32 saleId) {
        saleId = openSale();
        buy(saleId, alice, 3);
        buy(saleId, bob, 4);
        endOf(saleId);
    }

    function endOf(bytes32 saleId) internal {
        vm.warp(CLOSES + 1);
        vm.prank(relayer);
        box.close(saleId);
    }

    function revealed(bytes32 saleId) internal returns (bytes32) {
        rollTo(box.progressOf(saleId).drawBlock + box.REVEAL_DELAY());
        vm.prank(seller);
        box.reveal(saleId, SEED);
        return box.progressOf(saleId).randomness;
    }

    function rollTo(uint256 number) internal {
        height = number;
        vm.roll(number);
    }

    function setBlockHash(uint256 number, bytes32 hash) internal {
        BlockCheats(address(vm)).setBlockhash(number, hash);
    }

    function claim(bytes32 saleId, uint256 number) internal {
        (uint256 purchase, uint256 prizeId, bytes32[] memory proof) = claimOf(saleId, number);
        vm.prank(relayer);
        box.claim(saleId, number, purchase, prizeId, proof);
    }

    function claimOf(bytes32 saleId, uint256 number)
        internal
        view
        returns (uint256 purchase, uint256 prizeId, bytes32[] memory proof)
    {
        uint256 position = box.positionOf(saleId, number);
        bool sold = number < box.progressOf(saleId).sold;
        uint32 supply = box.termsOf(saleId).supply;
        return
            (sold ? box.purchaseWith(saleId, number) : 0, prizeAt(position), MerkleTree.proof(leaves(supply), position));
    }

    function refund(bytes32 saleId, uint256 purchase) internal {
        vm.prank(relayer);
        box.refund(saleId, one(purchase));
    }

    function word(bytes32 text) internal pure returns (bytes32) {
        return text;
    }

    function one(uint256 number) internal pure returns (uint256[] memory numbers) {
        numbers = new uint256[](1);
        numbers[0] = number;
    }

    function leaves(uint256 count) internal pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            nodes[i] = leaf(i, prizeAt(i));
        }
    }

    function leaf(uint256 position, uint256 prizeId) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(position, prizeId))));
    }

    function prizeAt(uint256 position) internal pure returns (uint256) {
        return 70_000 + 3 * position;
    }
}
