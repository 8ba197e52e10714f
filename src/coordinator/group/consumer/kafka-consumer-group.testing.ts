/**
 * A segment of `__consumer_offsets` as Apache Kafka 4.3.1 wrote it: the whole life of the consumer group `cmp`, from its first
 * member over a static one that went and came back, partitions that were added, a member of the classic protocol, the way
 * down to a classic group and up again, to the one member that is left, in epoch 9 with all partitions.
 */
import { gunzipSync } from 'node:zlib';

export const KAFKA_CONSUMER_GROUP_SEGMENT: Buffer = gunzipSync(
  Buffer.from(
    [
      'H4sIAEdzB2sC/8VcC1BVxxk+595zDxcUxsdowCDGGDsmKUYURWtiRakP1DQ81NHqKBhANIg8xBgNmkzVaoLYaGwdbaRGTOtjorbgRBOrVtS8qLEJk/HR',
      'NmbGwRQ7sa3J1CDpnj37791zz+69e1mb/sy5P/fe/c7Z/f9v/939d0HTQPTD1qtnVIz5Kn5voI9297pv3zzQ31IhCN9mHb2O0Xyad0HJUq33kzOfLiqY',
      'NS0rd/iUjIk58zKzlj63vCR9glXUuyCly2MpQ9MGD0E/KV5vZZ63Ml/XjC1/03T0oz2OnhynefGNHsQ39+iav+Wj31/euPtLv/YBKmKM0aJCPmgNKuSN',
      'ntbvoeqR49855l2z8dT+s3u90Drt4cbj386rG7uhvtn/QdOo7Wd89Bv0MKuKGq6GGaeZQdUgBsjVdqJy/jHog1DVuKDbQPwqro+uRXtJMU/Yquladx8U',
      'hkunnkNf6VvwM82Kq030I1Tnhm9Au5xnbnU6b2ZKVWFyScaQnLRl05KLk2cUpT1b+szyTPTw4qGoyNAI3edl3XdExn0LI/Keh3yzCd3aDNya34oMjo0N',
      't+v9Ttd7qesb7miFmhYT8Dz/MYk2zKZNwD1d0FWAP+xbcWk+7W7ovo1jQbvcoxdi78g+0Ms+sCvtzOf9SUksH048D9rNh2r0koRMgh/oqcyz7pprRQFb',
      'rKI6QVfqWrdge2oI7wnCeyLEG0F4PUK8GYTXIsT7GXx+mOcHU9XCxwThtUjwRHqgqwU7r2pLSW+WLSdqQLvZctbjoAu/h90JRCaP3rnI5LF7ow9/GbpP',
      '6VqsERSzbOlJ6Vm+b+9XDno2gVaiZ5MiPZsU6dmkSM8mRXo2KdKzKQQ9E9D1W+y82w8WnGTp+YeRoN30bNMl6Fmn03Dm0e4BPQMBsQ+67AHyjbqOT9hK',
      'v/seaHelT+oSIbgqEII1qf7ghStQvfvRdQtXr37Nyhzoo1a1LjaDdlXPy+kQAodebJboECEIhfE8QhlyhOLjiSTRxqf13fg+2/irdaClGi+IBlfr1KKB',
      'EC8ZDfh4Iv1p49997fZhtvHXq0GreP56tZrnMV7B83w8kYfQVYabfPOx98+xvbK1BrS7V8o3vrUmhOUHUsvvT07KYy3fuhu0Cu1ad6vRToiXpB0fT2QQ',
      'jYdHf9ev3mH5A6A7Hw8RpEM+HgbWn/S3h9Gbdly9AfXXnrWHf7tatzaAdlUvKlOidrqGSnnCLRdwKSPc0kjXttprDyg2YdSiwunzcmbnzBi/NDkrL60s',
      'O2vKyHTJFZS1jvEHKsa/l8w6xvISs1Lh36iKsXvEXrKe0FXuCd7OPYHIENpHb93YsJrto3cmglaJjncmqkVHjFeIjnw8kWG08a05fZ5iGh/vWw9aIUAh',
      'tFKAEuPlApQAT2QEKrMDN/nXpbv+yaSj4mMzQbvTUWgJrzmzEAZawpef2tj9gVO/0bVtuqPv83k7VZCOYbuY1ZxjMimNpRGlNLyBdA4nEWVANsIyQbsu',
      'kYg6pIPhLJt0aj5Nq8QUMgIddDTl6EcrnzZZjsauB63QQRFaqYPa+M53UAGeyBja+GsDO7o7Gt8GWqnxbYqNb1NsfFuIxqejaydu8sBZyeOYGUR8/Beg',
      '3TOIi84ZBL8HrmNpG74vktQoKwxDx1EnPZr+wluskxIyQKtE0YTxalFUiJeMonw8kR+hMim4yZsW9kyGAdmC9f8laFfjDU7jffyH9/+FZOO1CPGGHMMx',
      'nsdwU47hfDyRydR4Oxp+9lPWeMl+0FLGM/gPT/ZLGs8bId6QY54Qb8oxj48nMo0a76Ke+HfWeMNLQKswb3iJGvOEeEnmYbwC8/h4IlnUeAX1Kxewxhu7',
      'GbQK88bWqjFPiJdknhAvyTw+nsh09Njh2HinZ61dz6wd49N3gnavHZs9jr2wxaOmpS5KTqnKLc/J/3Fq/rLcYUXZU9NfxNlFz2LxOm4+quGb571med6S',
      'ooK+JJNptQWRAR5HHtxzQWnp0oLyvMriqoLkisriBYtX9HcCLAcGgXgbbT52irvJOSvt/CpynXNbjW+QxwUzRoNMYo8417T3ctsPPTrGOT/20flx+nZr',
      't45ZofJrn0gn247dujnoOos/PLFa78PObCbVgHbPbPbK7L9cCsxsjP/J/ovHtgP+NrCmnkvjid626gwbTyZdBq0SjCddVgvGQrxkMMZ4hWDMxxPJo8Yb',
      '3FhzkDXe5DLQKsabXKZmPCFe0ngYr2A8Pp5IAd0saj7fu4LtS5NfAK22WeTDTL+nm0XWxru9PXk0Nq2QrXROB2h3pdtlljaH2AAQWVaMW3vD1deLKF1f',
      '3H/qSZauudNBq8wdcqerzR2EeMm5gxAvOXfg44kspmnx7W9vP8p6Pnch6LBp8VDpUJutnU2HPoPepOLqfe/jlDfgS6taM4pAu6rn+Q6nNlYLI57aEJCm',
      'HbLTc6EH7UJqR1+IuQfp9T77d5AlNBcwpWTfcjYXMDcetErCZm68WsIG4xUSNnw8kTLa+BnZcb9iG1/UAVolEVLUoZYIEeIlEyF8PJFKGtIvjpmRxfac',
      'RYNAu3uO/CC+aJBk441I8ESqqOf29mtYxHqubC5oFdqWzVGjLcYr0JaPJ7KCNn5534xX2Mav/AdoFdquvKlGWyFekrZ8PJFVlLZf/PCb11naVntAq9C2',
      '2qNGWz6eSHVg/2rh15dZz62+AlqFtquvqNEW4xVoy8cTQbNb7TRu8oflhLZkGrb6K9DuaVimxLw3eAc7RCkj3MlsnWwzsekEk00nEFmLqrwJt6Zf32bH',
      'ArLWAO1uzTF7XhQ6F8HbIbPX+OEyFMecu3n86YLo9jr39hqTu0CWMZwJBpMmGGq9eAPOlJzum/iW/GaSCbzZySnhBtrJ9LJhM9lOVjsOtEp4rE1XC49C',
      'vGR45OOJvEzDY68P9TY2PNbuAa0SHmv3qIVHPh7OrVPPpeZtcoTH2gOglTx3QNFzBxQ9dyBE439OPfen58dPZRdatZ+DDrvE5vf48H1OD9XnjMCGdyyE',
      'AtO5jHiFLrGLGy+UsdFw13XQUktsged2XVfznBAv6TkhXjIjhPGigXEbqnY0Nt6fo+aPxR9F27A6E7TLeDGZEitsGBhD0wMGxqjw9wqb/tatc8X0b0Yw',
      'JibcaTBcqmu45Ti+c1ycldnCd0bvusEwrWubEd16xFlnpNHbfyOl+ReULqlYVlJQjtnqw2t00b2Jk27jaCkogyyvL9ZiAskAnARA638ESgy59te0R+j3',
      '+WSo0oHv7BDL4LQ62qN6nHxtGduj6o6AVsmx1h1RC+RCvCE3VRXiTbmpKsaLepQ11HWxM37vPNKfjaW7q0G7Y+khLz4rZXNoqzeIQ1FSHKo7c+85ZOLf',
      'fsB8b8dfjXMEy0esBntCOsupevS5zanY2eP/Y+/y2dVuHA3aZRa/PKcaR6txSog35EYJId6UGyWEeL/cKCHEx8j1CSG+q1yfwHje8i1ObpTi44kcRGaz',
      '9y0+G/dCFEuek3Wg3eTpw3QpXbPyrp7vLO9qdibvasKWsuFcA0axa8ArMjvBmyP709soYY/GZ9PpmBoHpn/b4zjUzK/ElzoUt2obbksIF5OumK4lRNF7',
      'B13k9DYzqqenZTxXmJaxOHvJxBXZxaUTpo/IKM3IyrD/EHoY42zdrPxJXv7cwDHwQkShQDv590mkzcStAWlAFz4k7Sl9/b432eXQycOg3cuhOTgcd7Mf',
      '6MO1SUW1tElICn0d4L77/IGfkzA4igBD8O3nZXe5xg7op5JAh00YyK/owx+pte4cdPyXb1vR8d9glrrTA36aHjh1v+VGU86NfsuV7PmD43Tgajo24iAb',
      'e05/Clpl4Dr9qdrAJcRLDlxCvOTAJcRLDlxCvOTAJcRLDlwYrzBw8fFE/ojKzMbkObtmdjwbA05fBf3/3iKM6sxQFYV/a5fZIiQZAL/CMMAtFOiiTfTw',
      '854nXt7OTrk/3gE67OFnflBYF6i8XyISkcPPfvYK1PMsXVd9f18XnQ3DLRWgpdZVAiq3VKidXRHiJc+uYLzC2RU+nsh71Hif1X9ewxqvtQW0yqK0tUUt',
      'DgvxknFYiJeMw3w8kWZqvP29jnewxrtxB7QK827cUWOeEC/JPIxXYB4fT+QiNV7sscsXWOO1nwOtwrz2c2rME+IlmSfESzKPjyfSQo3XuKNyI2u8uy+B',
      'VmHe3ZfUmCfESzIP4xWYx8cTuRRgXt7mBxjjJXQbDVqBeQitxDwxXo55Yrwc8wR4In+hxtv2xJJE1njdU0ErMC+h+zAl5onxcsyz8Z1nngBP5Bo1Xv5T',
      '7TdZ4/VeBVrFeL1XqRlPiJc0HsYrGI+PJ3Kdnja4++qQdQ7jrQUd7rRBiO0ST/iNEOdpA1Ep92mDaE7ywPr7Qfxfsjz+bne3MDujCQOSQbt3Rq84kwf8',
      '2fU9TFPZiRAzqC2kfo/ihJURbrJPElbReOYedqViFYuONGEVTe/PXSHcpN3ur59se4tlzoA5oFUC/oA5agFfiJcM+EK8ZMDn44ncov/H6l/nBycy/8cq',
      'YWADaKn/YyUw3sAGNeMJ8ZLGE+IljSfEy2VqxHi5TI0A/1/9pEnt8VIAAA==',
    ].join(''),
    'base64',
  ),
);

/** Of the topics that it read. */
export const KAFKA_TOPIC_IDS = { ta: 'Kba7_1-gQImlzgjMxTmZxA', tb: 'CU0fJH44Q726A4CKwavGpg' } as const;
