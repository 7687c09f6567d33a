import type { model as source } from '../en/model';
import type { Words } from '../en';

export const model: Words<typeof source> = {
  title: '모델',
  lead: '각 수를 펼치면 어떻게 계산했는지 볼 수 있습니다.',
  choose: '신경망',
  about: {
    alexnet:
      '실습에서 만드는 AlexNet입니다. 배치 정규화를 쓰고, 타워가 하나이며, 이미지를 32픽셀에서 227픽셀로 확대합니다.',
    alexnet2012:
      '논문에 발표된 그대로의 AlexNet입니다. 국소 반응 정규화를 쓰고, 두 타워가 세 번째 합성곱에서 만납니다.',
    lenet5:
      '비교용입니다. 1998년의 작은 신경망으로, 32픽셀 이미지를 그대로 씁니다. 넷 가운데 가장 가볍습니다.',
    'alexnet-small': 'AlexNet의 층을 더 작은 이미지에 씁니다. 느린 컴퓨터와 짧은 수업에 알맞습니다.',
  },
  input: '입력의 한 변(픽셀)',
  inputHelp: '67픽셀이면 마지막 풀링이 겨우 들어갑니다.',
  picture: {
    title: '그림',
    note: '실제 비율',
    label:
      '{{input}} 이미지에서 클래스 {{classes}}개까지, 층 {{layers}}개입니다. 같은 내용이 아래 표에 수로 나와 있습니다.',
    caption:
      '높이와 깊이: 특징 맵의 한 변(픽셀). 너비: 채널 수의 제곱근. 완전 연결 층은 변이 없어 유닛 수의 제곱근을 높이로 그립니다. 얇은 판은 필터가 없는 정규화, 드롭아웃, 펼치기 층입니다.',
    input: '이미지',
  },
  summary: {
    title: '요약',
    note: 'Keras와 같은 계산, 이미지 한 장 기준',
    layer: '층(종류)',
    output: '출력 형태',
    params: '파라미터 수',
    macs: 'MAC 연산',
    field: '보는 범위',
    fieldValue: '{{side}} px',
    all: '전체',
    none: '–',
    total: '전체 파라미터: {{n}} ({{bytes}})',
    trainable: '훈련 가능한 파라미터: {{n}} ({{bytes}})',
    nonTrainable: '훈련 불가능한 파라미터: {{n}} ({{bytes}})',
    costs: '이미지 한 장의 순전파: 곱셈-누산(MAC) {{macs}}회, 활성값 {{bytes}}(float32)',
    copy: 'Keras 출력 형식으로 복사',
    code: 'Keras 코드로 보기',
    codeHelp:
      '이 신경망과 데이터, 입력란의 값에 따른 훈련, 평가를 담은 Python 프로그램입니다. Keras 3에서 실행됩니다.',
    copyCode: '코드 복사',
  },
  quantities: {
    height: '높이',
    width: '너비',
    params: '파라미터',
    macs: 'MAC 연산',
    'activation-bytes': '활성값(바이트)',
    'receptive-field': '수용 영역',
    padding: '패딩',
  },
  explain: {
    size: '(입력 + 양쪽 패딩 − 필터)를 스트라이드로 나누어 내림한 뒤 1을 더함',
    padding: '‘same’이 양쪽에 더하는 0의 총수. 홀수이면 남는 하나는 끝에 붙음',
    convParams: '필터 높이 × 필터 너비 × 필터가 보는 채널 수 × 필터 수, 그리고 필터마다 편향 하나',
    denseParams: '입력 수 × 유닛 수, 그리고 유닛마다 편향 하나',
    normParams: '채널마다 감마, 베타, 이동 평균, 이동 분산. 뒤의 둘은 훈련되지 않음',
    noParams: '배울 것이 없음',
    convMacs: '출력 위치 수 × 필터 하나의 가중치 수 × 필터 수. 하나마다 곱셈과 덧셈 한 번',
    denseMacs: '가중치마다 곱셈과 덧셈 한 번',
    noMacs: '합성곱도 완전 연결 층도 아니므로 세지 않음',
    bytes: '이미지 한 장의 출력값 수 × 4바이트',
    field: '출력 하나가 보는 입력의 한 변. (필터 − 1) × 앞선 스트라이드의 곱만큼 커짐',
    wholeField: '여기부터 모든 출력이 이미지 전체에 의존함',
    flatten: '높이 × 너비 × 채널을 한 줄로 펼침',
    unchanged: '이 층은 입력의 형태를 바꾸지 않습니다.',
  },
  general:
    '일반식: OH = (H + 2P − FH) / S + 1, 몫은 내림. H는 입력, P는 한쪽 패딩, FH는 필터, S는 스트라이드.',
  whatIf: {
    title: '만약에',
    filter: '필터',
    stride: '스트라이드',
    padding: '패딩',
    valid: 'valid',
    same: 'same',
    asIs: '지금 신경망 그대로입니다.',
    result: '{{from}}픽셀이 {{to}}픽셀이 됩니다.',
    empty: '{{filter}} 필터가 {{from}}픽셀에 들어가지 않아 아무것도 나오지 않습니다.',
    next: '{{layer}} 층의 입력 형태는 {{shape}}입니다.',
    noFit:
      '뒤에서 막힙니다. {{layer}} 층의 필터({{filter}} × {{filter}})가 {{side}} × {{side}} 입력에 들어가지 않습니다.',
    fits: '뒤의 층에는 문제가 없습니다.',
    reset: '원래대로',
  },
};
