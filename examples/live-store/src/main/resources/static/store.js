import { Refused, account, listDevAccounts, post, signMessage, signTypedData, texts, useDevAccount, wallets } from './wallet.js';

const status = document.getElementById('status');

function say(text, bad = false) {
  if (status) {
    status.textContent = text;
    status.classList.toggle('bad', bad);
    if (bad) {
      status.scrollIntoView({ block: 'nearest' });
    }
  }
}

// Runs what a form is for instead of sending it, and says what came of it.
function onSubmit(form, work) {
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    say(texts.asking);
    try {
      const { to } = await work(form);
      say('');
      location.assign(to);
    } catch (error) {
      say(error instanceof Refused ? error.message : texts.failed, true);
      button.disabled = false;
    }
  });
}

async function login() {
  const address = await account();
  const { message } = await post('/login/message', { address });
  return post('/login', { message, signature: await signMessage(address, message) });
}

async function grant() {
  const address = await account();
  const { message } = await post('/consents/message', {});
  return post('/consents', { message, signature: await signMessage(address, message) });
}

async function buy(form) {
  const address = await account();
  const offer = await post('/orders', { item: form.dataset.item });
  const permitSignature = offer.permit === '' ? '' : await signTypedData(address, offer.permit);
  const signature = await signTypedData(address, offer.order);
  return post(`/orders/${offer.id}/signature`, { signature, permitTerms: offer.permitTerms, permitSignature });
}

async function chooseWallet() {
  const select = document.getElementById('wallet');
  if (!select) {
    return;
  }
  const found = wallets();
  for (const wallet of found) {
    select.add(new Option(wallet.name, wallet.id));
  }
  if (found.length === 0) {
    say(texts.noWallet, true);
    return;
  }
  const row = document.getElementById('dev-account-row');
  const accounts = document.getElementById('dev-account');
  for (const { name, address } of await listDevAccounts()) {
    const shown = name === 'host' ? texts.host : name[0].toUpperCase() + name.slice(1);
    accounts.add(new Option(`${shown} · ${address.slice(0, 6)}…${address.slice(-4)}`, address));
  }
  const remembered = localStorage.getItem('wallet');
  if (found.some((wallet) => wallet.id === remembered)) {
    select.value = remembered;
  }
  const choose = () => {
    localStorage.setItem('wallet', select.value);
    row.hidden = select.value !== 'dev';
    if (select.value === 'dev') {
      useDevAccount(accounts.value);
    }
  };
  select.addEventListener('change', choose);
  accounts.addEventListener('change', choose);
  choose();
}

// An order's page looks until the token is there.
function watchOrder() {
  const order = document.getElementById('order');
  if (order?.dataset.open === 'true') {
    setTimeout(async () => {
      try {
        const response = await fetch(`/orders/${order.dataset.order}/state`, { headers: { Accept: 'application/json' }, redirect: 'manual' });
        const isLoggedOut = response.type === 'opaqueredirect';
        if (isLoggedOut || (response.ok && (await response.json()).state !== order.dataset.state)) {
          location.reload();
          return;
        }
      } catch {
        // the store is away for a moment: look again
      }
      watchOrder();
    }, 700);
  }
}

onSubmit(document.getElementById('login-form'), login);
onSubmit(document.getElementById('consent-form'), grant);
document.querySelectorAll('.buy-form').forEach((form) => onSubmit(form, buy));
chooseWallet();
watchOrder();
