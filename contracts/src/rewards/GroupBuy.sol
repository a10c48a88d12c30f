// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Conditions} from "../common/Conditions.sol";
import {EscrowOrder, SaleEscrow} from "./SaleEscrow.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title GroupBuy
/// @notice A condition of a sale: its orders ship only once enough buyers have paid, by a last second. Otherwise nothing ships,
/// and everybody gets the money back after `shipBy`.
/// @dev Buyers pay into escrow as for any order, also through a promotion. The group is shown, not kept: nothing is stored but
/// which sales have theirs, so that a group costs each of its buyers nothing, and one contract serves all sales of its rule.
/// WARNING: it counts addresses, not people. A seller that pays for orders of its own reaches any number and gives their money
/// back to itself; so believe that the goods come at this price, not that others wanted them. Anybody else who does so has to
/// leave the money there until `shipBy`, and the seller can ship.
contract GroupBuy is IERC1271 {
    /// @notice The most that can be asked for, so that a group fits into a transaction.
    uint256 public constant MAX_THRESHOLD = 1000;

    /// @notice Where the orders are held.
    SaleEscrow public immutable escrow;

    /// @notice In which they are paid: an ERC-20, or zero for the native coin.
    address public immutable currency;

    /// @notice The group's price: an order of a lower amount does not count.
    uint256 public immutable price;

    /// @notice How many buyers it takes.
    uint256 public immutable threshold;

    /// @notice The last second in which a group is completed.
    uint64 public immutable closesAt;

    /// @notice How long the orders can be shipped at the least: until this second the money of those that count stays.
    uint64 public immutable shipBy;

    /// @notice Whether a sale has its group.
    mapping(bytes32 termsId => bool) public isComplete;

    /// @notice So many buyers at least have paid, and the sale's orders ship.
    event GroupComplete(bytes32 indexed termsId, uint256 buyers);

    /// @notice There is no escrow, the threshold is not 2 to {MAX_THRESHOLD}, the last second is over, or no time is left to
    /// ship.
    error InvalidRule();

    /// @notice The last second is over.
    error Over(uint64 closesAt);

    /// @notice There are fewer orders than it takes.
    error GroupTooSmall(uint256 threshold, uint256 given);

    /// @notice The order at this place does not count: it is of another sale or below the price, ends before the group's
    /// orders may, waits for no shipping, was refunded in part, or its buyer's address is not above the one before.
    error NotInGroup(uint256 place);

    /// @param escrow_ where the orders are held
    /// @param currency_ in which they are paid
    /// @param price_ the group's price
    /// @param threshold_ how many buyers it takes
    /// @param closesAt_ the last second in which a group is completed
    /// @param shipBy_ an order counts that can be shipped until this second at the least, which is after the last
    constructor(
        SaleEscrow escrow_,
        address currency_,
        uint256 price_,
        uint256 threshold_,
        uint64 closesAt_,
        uint64 shipBy_
    ) {
        if (
            address(escrow_).code.length == 0 || threshold_ < 2 || threshold_ > MAX_THRESHOLD
                || closesAt_ < block.timestamp || shipBy_ <= closesAt_
        ) revert InvalidRule();
        (escrow, currency, price, threshold) = (escrow_, currency_, price_, threshold_);
        (closesAt, shipBy) = (closesAt_, shipBy_);
    }

    /// @notice Shows that a sale has its group; anyone may call, by the last second.
    /// @dev WARNING: somebody must. The seller wants to ship, and each buyer can look up the others' deposits; do not leave it to
    /// the last block.
    /// @param orders of one sale, funded and not shipped, one of each buyer, by rising address of the buyer
    function complete(EscrowOrder[] calldata orders) external {
        if (block.timestamp > closesAt) revert Over(closesAt);
        if (orders.length < threshold) revert GroupTooSmall(threshold, orders.length);
        bytes32 termsId = orders[0].termsId;
        address last;
        for (uint256 i; i < orders.length; ++i) {
            EscrowOrder calldata order = orders[i];
            if (order.termsId != termsId || order.currency != currency || order.amount < price) revert NotInGroup(i);
            if (order.shipBy < shipBy || order.buyer <= last) revert NotInGroup(i);
            (SaleEscrow.State state,, uint208 refunded) = escrow.recordOf(keccak256(abi.encode(order)));
            if (state != SaleEscrow.State.Funded || refunded != 0) revert NotInGroup(i);
            last = order.buyer;
        }
        isComplete[termsId] = true;
        emit GroupComplete(termsId, orders.length);
    }

    /// @notice Answers the escrow, whose sale names this contract as a condition: whether the order's sale has its group.
    /// @param digest of ConditionMet(orderId, itemKey, termsId) in the escrow's domain
    /// @param signature `abi.encode(order)`
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        EscrowOrder memory order = abi.decode(signature, (EscrowOrder));
        bytes32 orderId = keccak256(abi.encode(order));
        return isComplete[order.termsId]
            && digest == Conditions.digestOf(address(escrow), orderId, order.itemKey, order.termsId)
            ? IERC1271.isValidSignature.selector
            : bytes4(0xffffffff);
    }
}
